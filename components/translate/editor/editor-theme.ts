import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/*
 * The look of the page, by the variables of app/tokens.css, which hold for both themes. Where colours are
 * forced, the browser's own stand in their place.
 */

const theme = EditorView.theme({
  '&': {
    height: '100%',
    color: 'var(--color-text)',
    backgroundColor: 'var(--color-panel)',
    fontSize: 'var(--text-xs)',
  },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '-2px' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    fontVariantLigatures: 'none',
    lineHeight: '1.1875rem',
  },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--color-text)' },
  '.cm-line': { padding: '0 0.75rem 0 0.25rem' },
  '.cm-content ::selection': {
    backgroundColor: 'color-mix(in oklab, var(--color-accent) 30%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--color-faint)' },
  '.cm-gutters': {
    border: 'none',
    backgroundColor: 'transparent',
    color: 'var(--color-faint)',
  },
  '.cm-gutter-lint': { width: '1rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.1875rem 0 0 0.125rem' },
  '.cm-lint-marker': { width: '0.75rem', height: '0.75rem', content: 'normal' },
  '.cm-lint-marker::before': {
    display: 'block',
    font: '700 0.6875rem / 0.75rem var(--font-mono)',
    textAlign: 'center',
  },
  '.cm-lint-marker-error::before': { content: '"✕"', color: 'var(--color-bad)' },
  '.cm-lint-marker-warning::before': { content: '"!"', color: 'var(--color-warn)' },
  '.cm-lint-marker-info::before': { content: '"i"', color: 'var(--color-accent)' },
  '.cm-lintRange': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy 1px',
    textUnderlineOffset: '0.2em',
  },
  '.cm-lintRange-error': { textDecorationColor: 'var(--color-bad)' },
  '.cm-lintRange-warning': { textDecorationColor: 'var(--color-warn)' },
  '.cm-lintRange-info': { textDecorationColor: 'var(--color-accent)' },
  '.cm-foldGutter span': { cursor: 'pointer' },
  '.cm-foldPlaceholder': {
    border: '1px solid var(--color-edge)',
    backgroundColor: 'transparent',
    color: 'var(--color-muted)',
  },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--color-edge)',
  },
  '.cm-tooltip': {
    maxWidth: 'min(32rem, calc(100vw - 1rem))',
    border: '1px solid var(--color-edge)',
    borderRadius: 'var(--radius-md)',
    backgroundColor: 'var(--color-raised)',
    color: 'var(--color-text)',
  },
  '.cm-diagnostic': {
    padding: '0.25rem 0.5rem',
    borderLeftWidth: '2px',
    fontFamily: 'var(--font-sans)',
    fontSize: 'var(--text-sm)',
  },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--color-bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--color-warn)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--color-accent)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxWidth: '100%',
    fontFamily: 'var(--font-mono)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    justifyContent: 'space-between',
    gap: '1rem',
    padding: '0.125rem 0.5rem',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--color-accent)',
    color: 'var(--color-on-accent)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': {
    margin: '0',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: 'var(--color-muted)',
    fontFamily: 'var(--font-sans)',
    fontStyle: 'normal',
  },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '@media (forced-colors: active)': {
    '.cm-tooltip-autocomplete ul li[aria-selected]': { outline: '2px solid Highlight' },
  },
});

const highlighting = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-code-key)' },
  { tag: tags.string, color: 'var(--color-code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--color-code-number)' },
  { tag: tags.keyword, color: 'var(--color-code-keyword)' },
  { tag: tags.lineComment, color: 'var(--color-code-comment)' },
  {
    tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace],
    color: 'var(--color-code-punctuation)',
  },
]);

export const editorTheme = [theme, syntaxHighlighting(highlighting)];
