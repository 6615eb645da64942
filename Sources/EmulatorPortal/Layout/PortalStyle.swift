import EmulatorCore

/// How the pages of the portal look.
enum PortalStyle {
    static let sheet: HTML = """
        :root{--ink:#1d2433;--soft:#5a6478;--line:#d9dee8;--paper:#fff;--ground:#f4f6fa;--deep:#1b2a4a;--accent:#0f6a73;\
        --accent-soft:#e3f1f2;--bad:#a3242b;--bad-soft:#fdeeee;--good-soft:#e8f5ec;--good:#1c6b3a}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        a{color:var(--accent)}
        :focus-visible{outline:3px solid #d98a00;outline-offset:2px;border-radius:2px}
        main:focus{outline:none}
        .skip{position:absolute;left:-100rem}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem 1rem;z-index:1}
        .bar{display:flex;align-items:center;gap:1rem;padding:.5rem 1.25rem;background:var(--deep);color:#fff}
        .bar a,.bar span{color:#fff}.brand{font-weight:700;text-decoration:none;letter-spacing:.02em}
        .tenant{padding-left:1rem;border-left:1px solid #6d7a98}
        .who{margin-left:auto;overflow-wrap:anywhere;text-align:right}
        .bar button{margin:0;padding:.3rem .9rem;background:transparent;border:1px solid #aab4cb;color:#fff}
        .shell{display:grid;grid-template-columns:15.5rem minmax(0,1fr);max-width:96rem;margin:0 auto}
        .side{padding:1.25rem .75rem}.menu{display:none}
        .side p,.menu nav p{margin:1.25rem .75rem .25rem;font-size:.75rem;font-weight:600;text-transform:uppercase;\
        letter-spacing:.06em;color:var(--soft)}
        .side ul,.menu nav ul{list-style:none;margin:0;padding:0}
        .side li a,.menu nav li a{display:block;padding:.4rem .75rem;border-radius:6px;color:var(--ink);text-decoration:none}
        .side li a:hover,.menu nav li a:hover{background:#e6eaf3}
        .side [aria-current],.menu nav [aria-current]{background:var(--accent-soft);color:var(--accent);font-weight:600;\
        box-shadow:inset 3px 0 var(--accent)}
        main{min-width:0;padding:1.5rem 1.75rem 3rem}
        h1{margin:0 0 1rem;font-size:1.6rem;font-weight:650;line-height:1.25;overflow-wrap:anywhere}
        h2{margin:2rem 0 .75rem;font-size:1.15rem;font-weight:650}
        h2:first-child{margin-top:0}
        .kind{margin:0;color:var(--soft)}
        .crumbs ol{display:flex;flex-wrap:wrap;list-style:none;margin:0 0 .75rem;padding:0;font-size:.875rem}
        .crumbs li{overflow-wrap:anywhere;min-width:0}
        .crumbs li+li::before{content:"›";padding:0 .5rem;color:var(--soft)}
        .tabs{margin:0 0 1.5rem;border-bottom:1px solid var(--line)}
        .tabs ul{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:3px 3px 0}
        .tabs a{display:block;padding:.5rem .85rem;white-space:nowrap;color:var(--soft);text-decoration:none}
        .tabs a:hover{color:var(--ink)}
        .tabs [aria-current]{color:var(--accent);font-weight:600;box-shadow:inset 0 -3px var(--accent)}
        .card{margin:0 0 1.5rem;padding:1.25rem 1.5rem;background:var(--paper);border:1px solid var(--line);\
        border-radius:10px}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,11rem),1fr));gap:1rem;margin:0 0 1.5rem}
        .cards .card{margin:0;padding:1rem 1.25rem}
        .cards .card p{margin:0;color:var(--soft)}.cards .card .count{font-size:1.75rem;font-weight:650;color:var(--ink)}
        .card>p:first-child{margin-top:0}.card>p:last-child{margin-bottom:0}
        .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
        dl{display:grid;align-items:baseline;grid-template-columns:minmax(9rem,16rem) minmax(0,1fr);gap:.5rem 1.5rem;margin:0}
        dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
        .table{position:relative;overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:10px;\
        margin:0 0 1rem}
        table{width:100%;border-collapse:collapse}
        th,td{padding:.6rem .9rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        th{font-size:.8rem;font-weight:600;color:var(--soft);vertical-align:bottom}
        td{overflow-wrap:break-word}tr:last-child td{border-bottom:0}time{white-space:nowrap}
        td form{display:inline-block;margin:0 .35rem .25rem 0}
        td button{margin:0;padding:.25rem .75rem;font-size:.875rem;white-space:nowrap}
        .id{font-family:ui-monospace,monospace;font-size:.85rem;white-space:nowrap}
        .empty{padding:1.25rem;color:var(--soft);margin:0}
        .actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:end;margin:0 0 1rem}
        .actions form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:end}
        .actions .field{margin:0}.actions button,.actions .button{margin:0}
        .field{margin:0 0 1rem;max-width:36rem}
        label,legend{display:block;font-weight:600;padding:0}
        fieldset{border:0;margin:0 0 1rem;padding:0;min-width:0}
        .choice{display:flex;gap:.6rem;align-items:flex-start;margin:.4rem 0}
        .choice label{font-weight:400;min-width:0;overflow-wrap:anywhere}
        .choice input{width:auto;margin:.3rem 0 0;flex:none}
        .hint{margin:.15rem 0 .25rem;font-size:.875rem;color:var(--soft);font-weight:400}
        input,select,textarea{width:100%;padding:.45rem .6rem;font:inherit;font-weight:400;color:inherit;background:#fff;\
        border:1px solid #8a94a8;border-radius:6px}
        input[type=checkbox],input[type=radio]{accent-color:var(--accent)}
        input[readonly]{font-family:ui-monospace,monospace;font-size:.9rem;background:var(--ground);user-select:all}
        [aria-invalid=true]{border:2px solid var(--bad)}
        button,.button{display:inline-block;margin:.25rem 0 0;padding:.45rem 1.1rem;font:inherit;font-weight:600;\
        border:1px solid var(--accent);border-radius:6px;background:var(--accent);color:#fff;cursor:pointer;\
        text-decoration:none}
        button:hover,.button:hover{filter:brightness(1.12)}
        button.plain,.button.plain{background:#fff;color:var(--accent)}
        button.danger,.button.danger{background:#fff;color:var(--bad);border-color:var(--bad)}
        .problem,.notice,.hold{margin:0 0 1.25rem;padding:.75rem 1rem;border-radius:8px;border-left:4px solid;\
        overflow-wrap:anywhere}
        .problem{background:var(--bad-soft);border-color:var(--bad);color:#7d1a20}
        .notice{background:var(--good-soft);border-color:var(--good)}
        .hold{background:#fdf5e2;border-color:#c07a00}
        .problem p,.notice p,.hold p{margin:0}.notice .field{margin:.75rem 0 0}
        .mark{display:inline-block;padding:.05rem .5rem;border-radius:1rem;font-size:.85rem;background:#e9edf5;\
        white-space:nowrap}
        .mark.good{background:var(--good-soft);color:var(--good)}.mark.bad{background:var(--bad-soft);color:var(--bad)}
        .more summary{cursor:pointer;color:var(--accent);font-weight:600;margin:0 0 .75rem}
        pre{overflow-x:auto;padding:1rem;background:var(--paper);border:1px solid var(--line);border-radius:10px;\
        font:.85rem/1.5 ui-monospace,monospace}
        code{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}td code{overflow-wrap:break-word}
        footer{padding:1rem 1.75rem 2rem;font-size:.85rem;color:var(--soft);text-align:center}
        @media(max-width:56rem){
        .shell{display:block}.side{display:none}
        .menu{display:block;background:var(--paper);border-bottom:1px solid var(--line)}
        .menu summary{padding:.65rem 1.25rem;font-weight:600;cursor:pointer}.menu nav{padding:0 .5rem 1rem}
        main{padding:1.25rem 1rem 2rem}.bar{flex-wrap:wrap;gap:.35rem .75rem;padding:.5rem 1rem}
        .card{padding:1rem}
        }
        @media(max-width:36rem){dl{display:block}dt{margin-top:.6rem;font-size:.875rem}h1{font-size:1.35rem}
        .who{margin-left:0;flex-basis:100%;text-align:left;order:3;font-size:.875rem}.bar form{margin-left:auto}}
        """
}
