/** The demo CRM's looks: one sheet, so that the strict page can name it by its hash. */
export const STYLE = `
:root{--ink:#1d2433;--soft:#667085;--line:#e4e7ec;--bg:#f6f7f9;--card:#fff;--brand:#5b4bdb;--brand-soft:#efedfd;--ok:#067647;--warn:#b54708}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ef;--soft:#98a2b3;--line:#2b3242;--bg:#12151c;--card:#1a1f2a;--brand:#9d92ff;--brand-soft:#2a2650;--ok:#47cd89;--warn:#fdb022}}
*{box-sizing:border-box}
body{margin:0;display:grid;grid-template-columns:216px 1fr;min-height:100vh;font:14px/1.45 Inter,system-ui,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--bg)}
a{color:inherit;text-decoration:none}
.side{background:#20243a;color:#c9cee0;padding:18px 12px;display:flex;flex-direction:column;gap:18px;position:sticky;top:0;height:100vh}
.brand{display:flex;gap:10px;align-items:center;font-weight:650;color:#fff;padding:0 8px}
.brand b{width:30px;height:30px;border-radius:9px;background:linear-gradient(135deg,#7a6cf5,#e66ba4);display:grid;place-items:center}
nav{display:grid;gap:2px}
.nav-item{display:flex;gap:10px;align-items:center;padding:9px 10px;border-radius:8px}
.nav-item.on{background:#343a5a;color:#fff}
.side-foot{margin:auto 8px 0;font-size:12px;color:#8c94b0}
.main{padding:22px 28px;min-width:0}
.top{display:flex;align-items:center;gap:14px;margin-bottom:18px}
.top h1{font-size:21px;margin:0;letter-spacing:-.01em}
.top .count{color:var(--soft)}
.search{margin-left:auto;border:1px solid var(--line);border-radius:9px;background:var(--card);padding:8px 12px;width:280px;color:inherit;font:inherit}
.btn{border:0;border-radius:9px;background:var(--brand);color:#fff;padding:9px 14px;font:inherit;font-weight:600}
@media (prefers-color-scheme:dark){.btn{color:#171331}}
.tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:14px;margin-bottom:18px}
.tile{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:13px 16px}
.tile small{color:var(--soft);display:block}
.tile strong{font-size:20px;letter-spacing:-.02em}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:auto}
table{border-collapse:collapse;width:100%}
th{font-size:12px;font-weight:600;color:var(--soft);text-align:left;padding:11px 14px;border-bottom:1px solid var(--line);white-space:nowrap}
td{padding:11px 14px;border-bottom:1px solid var(--line);white-space:nowrap}
tr:last-child td{border-bottom:0}
tbody tr:hover{background:color-mix(in srgb,var(--brand) 5%,transparent)}
.who{display:flex;gap:11px;align-items:center}
.who small{display:block;color:var(--soft)}
.avatar{width:34px;height:34px;border-radius:50%;background:var(--brand-soft);color:var(--brand);display:grid;place-items:center;font-size:12px;font-weight:700;flex:none}
.stage{padding:3px 9px;border-radius:99px;font-size:12px;font-weight:600;background:var(--brand-soft);color:var(--brand)}
.stage.ganado{background:color-mix(in srgb,var(--ok) 14%,transparent);color:var(--ok)}
.stage.negociacion{background:color-mix(in srgb,var(--warn) 14%,transparent);color:var(--warn)}
.num{font-variant-numeric:tabular-nums}
.soft{color:var(--soft)}
.tel{border-bottom:1px dotted var(--brand)}
.cols{display:grid;grid-template-columns:1fr 300px;gap:16px;align-items:start}
.pad{padding:16px 18px}
.pad h2{font-size:14px;margin:0 0 10px}
dl{display:grid;grid-template-columns:130px 1fr;gap:8px 12px;margin:0}
dt{color:var(--soft)}
dd{margin:0}
.feed{list-style:none;margin:0;padding:0;display:grid;gap:10px;font-size:13px}
.note{border-left:3px solid var(--brand);padding:2px 0 2px 12px;margin:14px 0 0;color:var(--soft)}
.board{display:grid;grid-template-columns:repeat(4,minmax(170px,1fr));gap:14px}
.lane h3{font-size:12px;color:var(--soft);margin:0 0 8px;font-weight:600}
.deal{background:var(--card);border:1px solid var(--line);border-radius:11px;padding:11px 13px;margin-bottom:10px}
.deal b{display:block}
`;
