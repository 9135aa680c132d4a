/** The style of the report, in the file itself. */
import { html, type Html } from '../../web/html.ts';

export const REPORT_STYLE: Html = html`
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f23; background: #fff; margin: 0; }
main { max-width: 62rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; border-top: 1px solid #c9d1d9; padding-top: 1rem; margin-top: 2rem; }
table { border-collapse: collapse; margin: .8rem 0; font-size: .9rem; }
th, td { text-align: right; padding: .2rem .7rem; border-bottom: 1px solid #e1e4e8; vertical-align: top; }
td { white-space: nowrap; } th[scope="row"], th:first-child, .words th, .words td { text-align: left; } .words td { white-space: normal; }
th[scope="row"] { font-weight: normal; min-width: 9rem; overflow-wrap: break-word; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem; } .figures div { border: 1px solid #c9d1d9; border-radius: .4rem; padding: .5rem 1rem; }
.figures dt { font-size: .85rem; } .figures dd { margin: 0; font-size: 1.6rem; font-weight: 600; }
svg { display: block; width: 100%; max-width: 52rem; height: auto; margin: .8rem 0; } svg text { font-size: 12px; fill: #1b1f23; }
.bar { fill: #2f5d8a; } .UNA { fill: #a8402f; } .MBA { fill: #d9a441; } .MBA-D { fill: #b58b5a; } .UA { fill: #3b7a57; } .unrated { fill: #9aa3ab; }
@media print { body { font-size: 12px; } section { break-inside: avoid; } }
`;
