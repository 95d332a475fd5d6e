// Colours are named by what they mean. Every text colour keeps 4.5:1 on every ground it is used on.
const light = `
  --ground: #faf9f6; --card: #ffffff; --ink: #1b1d21; --soft: #575e68; --line: #dcdcd6; --wash: #efeeea;
  --pass: #17663f; --pass-ground: #e6f2ea; --unsafe: #b1221a; --unsafe-ground: #fce8e5;
  --failed: #7f5000; --failed-ground: #fdf1d8; --inconclusive: #56458c; --inconclusive-ground: #efebf9;
  --allowed: #3f7ac6; --fallback: #dc9a26; --denied: #b3bac2; --no-decision: #8657b8; --hatch: #ffffff;`;

const dark = `
  --ground: #131518; --card: #1b1e22; --ink: #e8e9eb; --soft: #a3abb5; --line: #33383f; --wash: #24282d;
  --pass: #85d3ab; --pass-ground: #182c22; --unsafe: #ff9187; --unsafe-ground: #3d1d1a;
  --failed: #f1c573; --failed-ground: #34290f; --inconclusive: #c8b6f5; --inconclusive-ground: #292339;
  --allowed: #6a9fe0; --fallback: #e3ae51; --denied: #59616b; --no-decision: #b48ae2; --hatch: #131518;`;

const base = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.55 ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
.masthead,main,footer{max-width:1160px;margin:0 auto;padding:0 24px}
.masthead{padding-top:32px;display:grid;grid-template-columns:minmax(0,1fr) auto;gap:28px;align-items:start}
main{padding-bottom:24px}
footer{padding-top:20px;padding-bottom:56px;color:var(--soft);font-size:13px}
a{color:inherit;text-underline-offset:2px}
a:focus-visible,summary:focus-visible,.scroll:focus-visible{outline:3px solid var(--allowed);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-9999px}.skip:focus{left:12px;top:8px;background:var(--card);padding:6px 10px;z-index:1}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
code{font:.87em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--wash);padding:1px 5px;border-radius:4px;overflow-wrap:anywhere}
small,.sub-text{color:var(--soft);font-size:13px}
h1,h2{text-wrap:balance}h1,h2,h3,h4{overflow-wrap:anywhere}
.id{display:inline-block;max-width:100%;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;vertical-align:bottom}
h2{font-size:19px;margin:44px 0 12px;padding-top:18px;border-top:1px solid var(--line);font-weight:650}
h3{font-size:16px;margin:24px 0 8px;font-weight:640}h4{font-size:14.5px;margin:22px 0 8px;font-weight:650}
h2 small,h4 small{font-weight:400;margin-left:.5em}
p{margin:0 0 10px;overflow-wrap:anywhere}
.say{max-width:82ch}
`;

const top = `
.kick{color:var(--soft);font-size:13.5px}.kick b{color:var(--ink)}
h1{font-size:27px;line-height:1.28;margin:.1em 0 .55em;max-width:66ch;font-weight:640;letter-spacing:-.01em}
h1 code{font-size:.8em}
.pass .verdict{color:var(--pass)}.fail .verdict{color:var(--unsafe)}.inconclusive .verdict{color:var(--inconclusive)}
.notice{background:var(--inconclusive-ground);border-left:4px solid var(--inconclusive);padding:8px 12px;border-radius:4px}
.meta{display:flex;flex-wrap:wrap;gap:4px 22px;color:var(--soft);font-size:13.5px;margin:0;padding:0;list-style:none}
.meta b{color:var(--ink);font-weight:600}
.grade{border:2px solid currentColor;border-radius:12px;width:132px;padding:10px 6px 12px;text-align:center;background:var(--card)}
.grade span{display:block;color:var(--soft);font-size:12.5px;line-height:1.45}.grade b{display:block;font-size:56px;line-height:1.08;font-weight:700}
.grade b span{font-size:inherit;color:inherit;line-height:inherit}
.pass .grade{color:var(--pass)}.fail .grade{color:var(--unsafe)}.inconclusive .grade{color:var(--inconclusive)}
.counts{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;margin:26px 0 10px;padding:0;list-style:none}
.counts li{background:var(--card);border:1px solid var(--line);border-left-width:6px;border-radius:8px;padding:12px 16px}
.counts b{display:block;font-size:30px;line-height:1.15;font-weight:680}
.counts .name{font-weight:600;display:block}.counts .meaning{color:var(--soft);font-size:13px;display:block;line-height:1.4}
.counts .none{border-left-color:var(--pass)}.counts .none b{color:var(--pass)}
.counts .unsafe{border-left-color:var(--unsafe);background:var(--unsafe-ground)}.counts .unsafe b{color:var(--unsafe)}
.counts .failed{border-left-color:var(--failed);background:var(--failed-ground)}.counts .failed b{color:var(--failed)}
.counts .inconclusive{border-left-color:var(--inconclusive);background:var(--inconclusive-ground)}.counts .inconclusive b{color:var(--inconclusive)}
.unsafe .meaning,.failed .meaning,.counts .inconclusive .meaning{color:inherit}
.modes{color:var(--soft);font-size:13.5px}.modes b{color:var(--ink);font-weight:600}
`;

const tables = `
.matrix{width:calc(100% + 8px);border-collapse:separate;border-spacing:4px;font-size:14px;table-layout:fixed;margin:0 -4px}
.matrix caption{text-align:left;color:var(--soft);font-size:13px;padding:0 4px 8px}
.matrix th{text-align:left;font-weight:600;padding:6px 10px;vertical-align:bottom;overflow-wrap:anywhere}
.matrix th:first-child{padding-left:4px}.matrix tbody th{vertical-align:middle;font-weight:500}
.matrix th small,.matrix td small{display:block;font-weight:400;line-height:1.4}
.matrix td{padding:8px 10px;border-radius:6px;background:var(--card);border:1px solid var(--line);vertical-align:middle;overflow-wrap:anywhere}
.symbol{font-weight:700;display:inline-block;width:1.15em}
td.pass{background:var(--pass-ground);border-color:transparent}td.pass .symbol{color:var(--pass)}
td.unsafe{border:2px solid var(--unsafe);background:repeating-linear-gradient(135deg,var(--unsafe-ground) 0 7px,color-mix(in srgb,var(--unsafe-ground) 86%,var(--unsafe)) 7px 9px)}
td.failed{border:2px solid var(--failed);background:repeating-linear-gradient(45deg,var(--failed-ground) 0 9px,color-mix(in srgb,var(--failed-ground) 88%,var(--failed)) 9px 10px)}
td.inconclusive{border:2px dashed var(--inconclusive);background:var(--inconclusive-ground)}
td.unsafe a,td.unsafe .symbol{color:var(--unsafe);font-weight:700}td.failed a,td.failed .symbol{color:var(--failed);font-weight:700}
td.inconclusive .symbol{color:var(--inconclusive)}
td.unsafe small,td.failed small,td.inconclusive small{color:var(--ink)}
td.not-drilled{border-style:dashed;color:var(--soft)}td.not-applicable{background:transparent;border-color:transparent;color:var(--soft)}
.plain{border-collapse:collapse;width:100%;font-size:13.5px}
.plain caption{text-align:left;color:var(--soft);font-size:13px;padding-bottom:4px}
.plain th,.plain td{text-align:left;padding:6px 14px 6px 0;border-bottom:1px solid var(--line);vertical-align:top;font-weight:400}
.plain thead th{color:var(--soft);font-size:13px}.plain tbody th{overflow-wrap:anywhere}
.plain th small{display:block}
.figures th:not(:first-child),.figures td{text-align:right;padding:6px 0 6px 14px}
.checks td:nth-child(n+3),.checks th:nth-child(n+3){text-align:right;white-space:nowrap;padding-right:0}
.checks th:first-child{width:64%}
.figures td.words{text-align:left}.radius td{overflow-wrap:anywhere}.radius td:nth-child(2){overflow-wrap:normal;width:9em}.radius tbody th{min-width:10em}.people tbody th{min-width:6.5em}.people .outcome{white-space:normal}.mark-failed{color:var(--failed);font-weight:600}
.facts th{color:var(--soft);width:11.5em}.over{color:var(--unsafe)}
.modes-of td{text-align:right;padding-right:0}.modes-of th small{display:inline;margin-left:.4em}
.scroll{overflow-x:auto}
.outcome{white-space:nowrap}.outcome.pass,.mark-pass{color:var(--pass)}.outcome.unsafe,.mark-unsafe{color:var(--unsafe);font-weight:600}
.outcome.inconclusive{color:var(--inconclusive);font-weight:600}.outcome.not-applicable{color:var(--soft)}
.hash{font-size:12px;word-break:break-all}
.controls ul,.trend{display:flex;flex-wrap:wrap;gap:6px;list-style:none;margin:0;padding:0}
.controls li,.trend li{border:1px solid var(--line);border-radius:5px;padding:1px 8px 1px 6px;background:var(--card)}
.controls th{width:11.5em;color:var(--soft)}
li.pass .symbol{color:var(--pass)}li.unsafe{border-color:var(--unsafe);background:var(--unsafe-ground)}li.unsafe .symbol{color:var(--unsafe)}
li.inconclusive .symbol{color:var(--inconclusive)}
`;

const prosePart = `
.finding{background:var(--card);border:1px solid var(--line);border-left:6px solid var(--failed);border-radius:8px;padding:14px 20px 12px;margin:14px 0;scroll-margin-top:12px}
.finding.critical{border-left-color:var(--unsafe)}.finding.minor{border-left-color:var(--soft)}
.finding:target,.scenario:target{outline:3px solid var(--allowed);outline-offset:3px}
.finding h3{margin:0 0 10px;font-size:16.5px;font-weight:640}
.finding h3 small{font-weight:400;white-space:nowrap;margin-left:.4em}
.severity{text-transform:uppercase;font-size:11.5px;letter-spacing:.06em;font-weight:700;border:1.5px solid currentColor;border-radius:4px;padding:1px 7px;margin-right:8px;color:var(--failed);vertical-align:1.5px}
.critical .severity{color:var(--unsafe)}.minor .severity{color:var(--soft)}
.way{margin:0 0 14px}dl{display:grid;grid-template-columns:9.4em minmax(0,1fr);gap:5px 16px;margin:0}dt{color:var(--soft)}dd{margin:0;max-width:86ch;overflow-wrap:anywhere}
.controls-of{margin:10px 0 0;color:var(--soft);font-size:13px}
summary{cursor:pointer}
.passes{margin:14px 0}.passes>summary{color:var(--soft)}
.undrilled ul{columns:3 240px;column-gap:28px;margin:10px 0 0;padding:0;list-style:none;color:var(--soft);font-size:13.5px}
.undrilled li{break-inside:avoid;padding-left:1.15em;text-indent:-1.15em;overflow-wrap:anywhere}.undrilled .symbol{text-indent:0}
.missing{margin:0 0 14px;padding-left:1.2em}.missing li{margin:4px 0;overflow-wrap:anywhere}
.scenario{border:1px solid var(--line);border-radius:8px;background:var(--card);margin:8px 0;padding:0 18px;scroll-margin-top:12px}
.scenario>summary{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 14px;padding:11px 0;list-style:none}
.scenario>summary::-webkit-details-marker{display:none}
.scenario>summary .outcome{min-width:7.4em}.scenario>summary .outcome::before{content:"▸";color:var(--soft);display:inline-block;width:1.2em}
.scenario[open]>summary .outcome::before{content:"▾"}
.scenario h3{margin:0;font-size:15px;font-weight:600;flex:0 1 auto}.scenario>summary .sub-text{margin-left:auto}.scenario[open]>summary{border-bottom:1px solid var(--line);margin-bottom:14px}
.scenario.fail{border-left:6px solid var(--unsafe)}.scenario.inconclusive{border-left:6px dashed var(--inconclusive)}
.parts{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:4px 40px}.parts .wide{grid-column:1/-1}
.scenario>p:last-child{margin:18px 0 14px}
.data>summary,.incidents>summary{color:var(--soft);font-size:13px;margin:6px 0}.data ul{margin:8px 0;padding-left:1.2em;font-size:13.5px}
`;

const charts = `
.chart{margin:0 0 6px}.chart>svg{display:block;overflow:visible;font-size:12px}.defs{position:absolute}
svg text{fill:var(--ink);paint-order:stroke;stroke:var(--card);stroke-width:3px;stroke-linejoin:round}svg .sub{fill:var(--soft);font-weight:400}svg .name{font-weight:620}
.allowed,.step{fill:var(--allowed)}.activation,.ground-fallback{fill:var(--fallback)}.denied{fill:var(--denied)}.ground-no-decision{fill:var(--no-decision)}
.ground-fault,.residue{fill:var(--unsafe)}.residue{opacity:.7}.total{fill:var(--ink);opacity:.8}.edge{fill:var(--unsafe);opacity:.28}.ground{fill:var(--wash)}
.fault,.overshoot{fill:url(#hatch-fault)}.fallback{fill:url(#hatch-fallback)}.no-decision{fill:url(#hatch-no-decision)}.hatch-line{stroke:var(--hatch);stroke-width:2.4;opacity:.5}
use{fill:var(--unsafe);stroke:var(--card);stroke-width:1.5}
.axis,.phase{stroke:var(--line)}.rule{stroke:var(--line);stroke-dasharray:1 3}.proved{stroke:var(--unsafe);stroke-dasharray:2 3;opacity:.7}
.revision,.objective,.whisker{stroke:var(--ink);stroke-width:1.5}.objective{stroke-dasharray:5 3}
.over-text{color:var(--unsafe)}
.unsure{fill:none;stroke:var(--fallback);stroke-width:1.5;stroke-dasharray:4 3}.command-line{stroke:var(--soft);stroke-width:1}.dot{fill:var(--allowed);stroke:var(--card);stroke-width:1.5}
.badge{display:inline-block;font-size:11.5px;font-weight:700;letter-spacing:.04em;text-transform:uppercase;white-space:nowrap;color:var(--failed);background:var(--failed-ground);border:1.5px solid currentColor;border-radius:4px;padding:0 7px}
.advice{border-left:4px solid var(--allowed);background:var(--wash);border-radius:4px;padding:9px 14px;margin:14px 0;max-width:86ch}.advice ol{margin:4px 0 0;padding-left:1.3em}.advice li{margin:3px 0;overflow-wrap:anywhere}
.legend{display:flex;flex-wrap:wrap;gap:3px 18px;font-size:13px;color:var(--soft);margin:0 0 10px;padding:0;list-style:none}
.key{display:inline-block;width:13px;height:13px;border-radius:2px;margin-right:6px;vertical-align:-2px}
.key.allowed{background:var(--allowed)}.key.denied{background:var(--denied)}
.key.fallback{background:repeating-linear-gradient(45deg,var(--fallback) 0 3px,color-mix(in srgb,var(--fallback) 50%,var(--hatch)) 3px 5px)}
.key.no-decision{background:repeating-linear-gradient(0deg,var(--no-decision) 0 2px,color-mix(in srgb,var(--no-decision) 50%,var(--hatch)) 2px 4px)}
.key.fault{background:repeating-linear-gradient(-45deg,var(--unsafe) 0 3px,color-mix(in srgb,var(--unsafe) 50%,var(--hatch)) 3px 5px)}
.key.edge{background:var(--unsafe);opacity:.28}.key.violation{background:var(--unsafe);transform:rotate(45deg) scale(.75);border-radius:0}
`;

const media = `
@media (max-width:760px){
.masthead,main,footer{padding-left:16px;padding-right:16px}.masthead{grid-template-columns:minmax(0,1fr);gap:16px;padding-top:20px}
h1{font-size:22px}.grade{width:auto;display:flex;gap:6px 16px;align-items:center;justify-content:space-between;padding:8px 14px}.grade b{font-size:34px;order:-1}
.counts{grid-template-columns:1fr 1fr;gap:8px}.counts li{padding:10px 12px}.parts{grid-template-columns:minmax(0,1fr)}.note{display:none}
.matrix,.matrix tbody{display:block;margin:0;width:auto}.matrix caption{display:block;padding:0 0 8px}
.matrix thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.matrix tr{display:grid;grid-template-columns:1fr 1fr;gap:6px;margin-bottom:16px}.matrix tbody th{grid-column:1/-1;padding:0;font-weight:620}
.matrix td::before{content:attr(data-action);display:block;font-size:12.5px;color:var(--soft);font-weight:600}
td.unsafe::before,td.failed::before,td.inconclusive::before{color:inherit}
dl{grid-template-columns:minmax(0,1fr);gap:1px}dd{margin-bottom:8px}.finding{padding:12px 14px}.finding h3 small{white-space:normal}
.scenario{padding:0 12px}.scenario>summary .sub-text{margin-left:0}.checks th:first-child{width:auto}.figures td,.figures th:not(:first-child){padding-left:8px}
}
@media (forced-colors:active){
svg text,svg .sub{fill:CanvasText;stroke:Canvas}
.ground{fill:Canvas;stroke:CanvasText}.hatch-line{stroke:Canvas;opacity:1}.axis,.phase,.rule,.proved,.revision,.objective,.whisker{stroke:CanvasText}
.key{forced-color-adjust:none}td.unsafe,td.failed{border-width:3px}
}
@media print{
:root{color-scheme:light;${light.replaceAll('\n', '')} --ground:#ffffff}
body{font-size:11pt}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.masthead,main,footer{max-width:none;padding-left:0;padding-right:0}.skip,.data>summary{display:none}
.scenario::details-content,.passes::details-content,.incidents::details-content{content-visibility:visible;block-size:auto}
.finding,.chart,.counts,tr,.part{break-inside:avoid}h2,h3,h4{break-after:avoid}.scenario{break-inside:auto}
a{text-decoration:none}.scenario>summary .outcome::before{display:none}
}
`;

/** The one stylesheet of the page, for both colour schemes, forced colours, print and phones. */
export const stylesheet = [
  `:root{color-scheme:light dark;${light}}`,
  `@media (prefers-color-scheme:dark){:root{${dark}}}`,
  base,
  top,
  tables,
  prosePart,
  charts,
  media,
]
  .join('')
  .replace(/\s*\n\s*/gu, '\n');

/** Base64 of the stylesheet's SHA-256, by which the page's security policy lets in this stylesheet and no other. */
export const stylesheetSha256 = Buffer.from(
  await crypto.subtle.digest('SHA-256', new TextEncoder().encode(stylesheet)),
).toString('base64');
