// The style sheet of a case's page. Its digest stands in the page's content security policy.
#pragma once

#include <string_view>

namespace cordon::response {

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
pre { background: var(--card); border: 1px solid var(--line); padding: .7rem; overflow-x: auto; white-space: pre-wrap; }
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
@media print { :root { --back: #fff; --ink: #000; --soft: #444; --line: #999; --card: #fff;
    --bad: #800; --warning: #530; --good: #040; --mark: #000; }
  main { max-width: none; padding: 0; } body { font-size: 10pt; } .wide { overflow: visible; }
  tr, .chain ul > li { break-inside: avoid; } h2, h3 { break-after: avoid; } }
)css";

}  // namespace cordon::response
