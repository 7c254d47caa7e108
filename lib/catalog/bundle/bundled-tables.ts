/** What a bundle carries: what a sync has made of its sources. Loading replaces it. */
export const BUNDLED = [
  'Source',
  'Rule',
  'OtherSource',
  'Translation',
  'Evidence',
  'Enrichment',
  'Tactic',
  'Technique',
  'RuleTechnique',
  'RuleTactic',
  'RuleVersion',
  'RuleChange',
  'SyncRun',
  'SyncIssue',
  'Cache',
  'RuleSearch_config',
  'RuleSearch_content',
  'RuleSearch_data',
  'RuleSearch_docsize',
  'RuleSearch_idx',
  'RuleWord_config',
  'RuleWord_content',
  'RuleWord_data',
  'RuleWord_docsize',
  'RuleWord_idx',
] as const;

/** What belongs to one installation, and stays there: it is in no bundle, and loading one leaves it. */
export const OWN = ['ModelText', 'WebhookState', 'WebhookDelivery', '_prisma_migrations'] as const;
