import {
  autocompletion,
  type CompletionSource,
  type Completion as EditorCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import {
  bracketMatching,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { type ChangeSpec, EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import type { RuleVocabulary } from '@/lib/workbench/rule-vocabulary';
import { type Completion, completionsAt } from './complete-rule';
import { editorTheme } from './editor-theme';
import { hangingIndent } from './hanging-indent';
import type { MarginNote } from './margin-notes';

export interface EditorOptions {
  /** What screen readers call it. */
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** What it completes; null if it could not be loaded. */
  readonly vocabulary: Promise<RuleVocabulary | null>;
}

/** An editor that is open in a page. */
export interface OpenEditor {
  /** Replaces the text, if it is another one, without telling `onChange`. */
  setText(text: string): void;
  setNotes(notes: readonly MarginNote[]): void;
  /** Focuses the editor and selects a part of its text. */
  select(from: number, to: number): void;
  focus(): void;
  close(): void;
}

/**
 * Opens an editor for Sigma rules in an element. It lives in a shadow root, where its styles are adopted
 * style sheets: the content security policy allows no others. Tab leaves it, as it leaves a text field.
 */
export function openEditor(
  host: HTMLElement,
  { label, hint, text, onChange, vocabulary }: EditorOptions,
): OpenEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  let isOwnChange = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lintGutter(),
        lineNumbers(),
        foldGutter({ openText: '▾', closedText: '▸' }),
        history(),
        indentUnit.of('    '),
        indentOnInput(),
        bracketMatching(),
        autocompletion({
          override: [completeRule(vocabulary)],
          icons: false,
        }),
        yaml(),
        editorTheme,
        placeholder(hint),
        EditorView.lineWrapping,
        hangingIndent,
        // Not all tools know that what can be edited takes the focus.
        EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
        keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !isOwnChange) onChange(state.doc.toString());
        }),
      ],
    }),
  });

  return {
    setText(next) {
      if (next === view.state.doc.toString()) return;
      const changes: ChangeSpec = { from: 0, to: view.state.doc.length, insert: next };
      isOwnChange = true;
      view.dispatch({ changes });
      isOwnChange = false;
    },
    setNotes(notes) {
      view.dispatch(setDiagnostics(view.state, [...notes]));
    },
    select(anchor, head) {
      const last = view.state.doc.length;
      view.dispatch({
        selection: { anchor: Math.min(anchor, last), head: Math.min(head, last) },
        scrollIntoView: true,
      });
      view.focus();
    },
    focus: () => view.focus(),
    close: () => view.destroy(),
  };
}

function completeRule(vocabulary: Promise<RuleVocabulary | null>): CompletionSource {
  return async ({ state, pos, explicit }) => {
    const known = await vocabulary;
    const found = known && completionsAt(state.doc.toString(), pos, known);
    if (!found) return null;
    const typed = state.sliceDoc(found.from, pos);
    const isWhole = found.options.some(({ label }) => label === typed);
    const isNew = typed === '' && found.options.every(({ kind }) => kind !== 'value');
    // Do not open the list unasked after a whole word or at the start of a line.
    if (!explicit && (isWhole || isNew)) return null;
    return { from: found.from, options: found.options.map(offered) };
  };
}

function offered({ label, detail, insert }: Completion): EditorCompletion {
  return {
    label,
    ...(detail === undefined ? {} : { detail }),
    ...(insert === undefined ? {} : { apply: insert }),
  };
}
