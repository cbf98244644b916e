// The style sheet of a case's page. Its digest stands in the page's content security policy.
#pragma once

#include <cstddef>
#include <string_view>

namespace cordon::response {

inline constexpr std::size_t kReportDepths = 12;  // levels of a tree that are shown; deeper ones stand there

inline constexpr std::string_view kReportStyle = R"css(
:root { --back: #fff; --ink: #1a1d21; --soft: #5b6470; --line: #d5dae0; --card: #f6f7f9;
  --bad: #a4161a; --warning: #8a5300; --good: #1b6b3a; --mark: #2457a6; }
@media (prefers-color-scheme: dark) {
  :root { --back: #14171a; --ink: #e6e9ec; --soft: #9aa4af; --line: #353c44; --card: #1d2226;
    --bad: #ff8a85; --warning: #f2b45c; --good: #79d49a; --mark: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
header { border-left: .4rem solid var(--mark); padding-left: 1rem; }
header.bad { border-color: var(--bad); } header.warning { border-color: var(--warning); }
.case { margin: 0; color: var(--soft); } h1 { margin: .2rem 0 1rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; border-bottom: 1px solid var(--line); padding-bottom: .2rem; }
h3 { margin: 0; font-size: 1rem; }
p.bad { color: var(--bad); font-weight: 600; } p.warning { color: var(--warning); } p.good { color: var(--good); }
code, pre { font: .85em/1.45 ui-monospace, monospace; }
pre { background: var(--card); border: 1px solid var(--line); padding: .7rem; white-space: normal; --indent: 2ch; }
.line { display: block; white-space: pre-wrap; padding: .1rem 0 .1rem 2ch; text-indent: -2ch;
  margin-left: calc(var(--deep) * var(--indent)); }
.line { --deep: 0; } .deep1 { --deep: 1; } .deep2 { --deep: 2; } .deep3 { --deep: 3; } .deep4 { --deep: 4; }
.deep5 { --deep: 5; } .deep6 { --deep: 6; } .deep7 { --deep: 7; } .deep8 { --deep: 8; } .deep9 { --deep: 9; }
.deep10 { --deep: 10; } .deep11 { --deep: 11; } .deep12 { --deep: 12; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border-bottom: 1px solid var(--line);
  min-width: 6rem; }
th { color: var(--soft); font-weight: 600; }
.chain { list-style: none; margin: 0; padding: 0; }
.chain > li { border-left: .2rem solid var(--mark); margin: 0; padding: 0 0 1rem 1rem; position: relative; }
.chain > li::before { content: ""; position: absolute; left: -.5rem; top: .3rem; width: .8rem; height: .8rem;
  border-radius: 50%; background: var(--mark); }
.chain > li.empty { border-left-style: dashed; border-color: var(--line); color: var(--soft); }
.chain > li.empty::before { background: var(--line); }
.chain ul { margin: .3rem 0 0; padding-left: 1.1rem; } .question, .nothing { margin: 0; color: var(--soft); }
time { font-weight: 600; font-variant-numeric: tabular-nums; } .denies { color: var(--good); }
.evidence { color: var(--soft); font-size: .8rem; line-height: 1.35; margin-bottom: .35rem; }
.evidence p { margin: 0 0 .2rem; }
@media screen and (max-width: 45rem) { h1 { font-size: 1.3rem; } pre { --indent: 1ch; }
  ol, ul { padding-left: 1.6rem; }
  table, tbody, tr, td { display: block; } thead { display: none; } .none { display: none; }
  tr { background: var(--card); border: 1px solid var(--line); margin-bottom: .6rem; padding: .4rem .2rem; }
  td { border: 0; padding: .15rem .5rem; }
  td::before { content: attr(data-head); display: block; color: var(--soft); font-size: .75rem; font-weight: 600; } }
@media print { :root { --back: #fff; --ink: #000; --soft: #444; --line: #999; --card: #fff;
    --bad: #800; --warning: #530; --good: #040; --mark: #000; }
  main { max-width: none; padding: 0; } body { font-size: 10pt; } .wide { overflow: visible; }
  table { font-size: 8pt; } th, td { min-width: 14mm; padding: 2pt 4pt; } thead { display: table-header-group; }
  tr, .chain ul > li { break-inside: avoid; } h2, h3 { break-after: avoid; } }
)css";

}  // namespace cordon::response
