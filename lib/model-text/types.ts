/** A part of what a model is given. */
export interface Block {
  /** `rule:selection`, `technique:T1105`, `program:certutil`, … */
  readonly id: string;
  readonly text: string;
  /** Whether a sentence may rest on it. An author's prose explains a rule; it proves nothing about it. */
  readonly citable: boolean;
}

/** The block with the rule's title. Sentences may use its names, which every reader has before them. */
export const TITLE = 'title';

/** All that a model is told of a rule. */
export interface ModelInput {
  readonly ruleId: string;
  readonly blocks: readonly Block[];
  /** Changes when anything changes that the model is told, or how it is asked. */
  readonly hash: string;
}

/** A sentence, with the ids of the blocks that it rests on. */
export interface ModelSentence {
  readonly text: string;
  readonly cites: readonly string[];
}

/** The parts of a text, in the order in which they are shown. */
export const PARTS = ['hypothesis', 'benign', 'questions'] as const;
export type Part = (typeof PARTS)[number];

/** What a model wrote of a rule, and what is left of it. */
export type ModelText = Readonly<Record<Part, readonly ModelSentence[]>>;

/** The most sentences of each part. */
export const MOST: Readonly<Record<Part, number>> = { hypothesis: 3, benign: 4, questions: 5 };

export const EMPTY: ModelText = { hypothesis: [], benign: [], questions: [] };
