import { openCells } from '@/components/coverage/open-cells';
import { walkMatrix } from '@/components/coverage/walk-matrix';
import { filterLive } from '@/components/feed/filter-live';
import { markUnseen } from '@/components/feed/mark-unseen';
import { openViews } from '@/components/feed/open-views';
import { rememberPlace } from '@/components/feed/remember-place';
import { showDisplay } from '@/components/feed/show-display';
import { suggestWords } from '@/components/feed/suggest-words';
import { followSync } from '@/components/layout/follow-sync';
import { listenForKeys } from '@/components/layout/listen-for-keys';
import { showAccount } from '@/components/layout/show-account';
import { switchTheme } from '@/components/layout/switch-theme';
import { lightCounterparts } from '@/components/rule/light-counterparts';
import { takeValues } from '@/components/rule/take-values';
import { markRows } from '@/components/selection/mark-rows';
import { showSelection } from '@/components/selection/show-selection';
import { copyOnClick } from '@/components/ui/copy-on-click';
import { linkLines } from '@/components/ui/link-lines';
import { endBusyOnReturn } from './busy';
import { followLinks } from './follow-links';
import { followHistory } from './show-page';

let isStarted = false;

/**
 * Starts what pages do in the browser, once. Each part listens on the document, and so serves every page and whatever is
 * shown on it later.
 */
export function start(): void {
  if (isStarted) return;
  isStarted = true;
  followHistory();
  showDisplay();
  // Suggestions take the keys before the search box does, and the matrix before the page.
  suggestWords();
  openViews();
  walkMatrix();
  openCells();
  listenForKeys();
  filterLive();
  followLinks();
  rememberPlace();
  markRows();
  markUnseen();
  showSelection();
  followSync();
  takeValues();
  lightCounterparts();
  linkLines();
  copyOnClick();
  switchTheme();
  showAccount();
  endBusyOnReturn();
}
