#include "cli/render_scripts.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::ScriptedPackage package(std::string name, bool denied = false) {
  model::ScriptedPackage out;
  out.name = std::move(name);
  out.version = "1.0.0";
  out.project = ".";
  out.denied = denied;
  out.keys = {out.name + "@1.0.0", out.name + "@1.0.0", out.name, "x>" + out.name + "#1.0.0"};
  return out;
}

model::ScriptsReport report() {
  model::ScriptsReport made;
  made.schema = "cordon.scripts/1";
  made.answer = {model::VerdictValue::review, true, 1, "1 command would run"};
  model::InstallRun run;
  run.when = "postinstall";
  run.text = "node \x1b[2Jx.js";
  run.owner = model::RunOwner::dependency;
  run.name = "a";
  run.version = "1.0.0";
  run.place = {"node_modules/a/package.json", 7};
  run.instances = 3;
  run.direct = false;
  run.via = {"shop", "b@1.0.0", "a@1.0.0"};
  run.remarks = {"remark"};
  made.scripts = {run};
  made.packages = {package("b", true), package("@s/a")};
  return made;
}

TEST(RenderScripts, AnswerFirstThenALineEach) {
  const std::string text = render_scripts_text(report(), {});
  EXPECT_TRUE(text.starts_with("REVIEW: 1 command would run\n"));
  EXPECT_NE(
      text.find("postinstall    a@1.0.0, transitive  node <U+001B>[2Jx.js  node_modules/a/package.json:7 and 2 more"),
      std::string::npos);
  EXPECT_NE(text.find("shop > b@1.0.0 > a@1.0.0"), std::string::npos);
  EXPECT_NE(text.find("remark"), std::string::npos);
}

TEST(RenderScripts, BlanksPushNothingOutOfSightAndTheEndIsShown) {
  model::ScriptsReport made = report();
  made.scripts[0].text = "node a.js" + std::string(500, ' ') + "&& run me";
  EXPECT_NE(render_scripts_text(made, {}).find("  node a.js && run me  "), std::string::npos);
  made.scripts[0].text = "one\ntwo " + std::string(500, 'x') + "\nrun \u20ac me";
  const std::string text = render_scripts_text(made, {});
  EXPECT_NE(text.find("one \u23ce two xxx"), std::string::npos);
  EXPECT_NE(text.find(" bytes, 3 lines) \u2026 "), std::string::npos);
  EXPECT_NE(text.find("x \u23ce run \u20ac me  "), std::string::npos);
}

TEST(RenderScripts, TheUnusualCommandOfAGypFileIsNotTheOneThatIsLeftOut) {
  model::ScriptsReport made = report();
  model::InstallRun run = made.scripts[0];
  made.scripts.clear();
  run.kind = model::RunKind::gyp;
  for (const char* command :
       {R"x(node -p "require('node-addon-api').include")x", R"x(node -p "require('node-addon-api').gyp")x",
        R"x(node -e \"require('nan')\")x", "node -p process.versions.modules", R"x(node -p "require('other')")x",
        R"x(node -p "require('nan').x;run()")x", "fetch | run"}) {
    run.text = command;
    made.scripts.push_back(run);
  }
  const std::string text = render_scripts_text(made, {});
  EXPECT_EQ(text.find(").gyp"), std::string::npos);
  EXPECT_NE(text.find("and 3 more of the usual form"), std::string::npos);
  for (const char* shown : {").include", "'other'", "run()", "fetch | run"})
    EXPECT_NE(text.find(shown), std::string::npos) << shown;
}

TEST(RenderScripts, NothingIsSaidOnlyWhenEverythingWasLookedAt) {
  model::ScriptsReport made = report();
  made.answer.exit_code = 0;
  EXPECT_TRUE(render_scripts_text(made, {}).starts_with("NOTHING: "));
  made.answer.complete = false;
  made.answer.exit_code = 3;
  EXPECT_TRUE(render_scripts_text(made, {}).starts_with("INCOMPLETE: "));
}

TEST(RenderScripts, TheJsonComesBackAsItWas) {
  const auto document = json::parse(render_scripts_json(report()));
  ASSERT_TRUE(document);
  model::ScriptsReport again;
  ASSERT_TRUE(model::read(document->root(), again));
  EXPECT_EQ(again, report());
}

TEST(RenderScripts, EachClientsListIsItsOwnForm) {
  EXPECT_EQ(render_allow_list(report(), "npm")->text,
            "{\n  \"allowScripts\": {\n    \"@s/a@1.0.0\": true,\n    \"b\": false\n  }\n}\n");
  EXPECT_EQ(render_allow_list(report(), "pnpm")->text, "allowBuilds:\n  \"@s/a@1.0.0\": true\n  \"b\": false\n");
  EXPECT_EQ(render_allow_list(report(), "bun")->text, "{\n  \"trustedDependencies\": [\n    \"@s/a\"\n  ]\n}\n");
  EXPECT_EQ(render_allow_list(report(), "lavamoat")->text,
            "{\n  \"lavamoat\": {\n    \"allowScripts\": {\n      \"x>@s/a#1.0.0\": true,\n      \"x>b\": false\n    "
            "}\n  }\n}\n");
}

TEST(RenderScripts, WhatAListCannotNameIsLeftOutAndTold) {
  model::ScriptsReport made = report();
  made.packages[0].keys.npm.reset();
  const auto list = render_allow_list(made, "npm");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->left_out, std::vector<std::string>{"b@1.0.0"});
}

TEST(RenderScripts, WhatIsInDoubtIsDeniedAndTold) {
  model::ScriptsReport made = report();
  made.packages[1].doubt = "listed";
  const auto list = render_allow_list(made, "npm");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->text, "{\n  \"allowScripts\": {\n    \"@s/a@1.0.0\": false,\n    \"b\": false\n  }\n}\n");
  EXPECT_EQ(list->doubtful, std::vector<std::string>{"@s/a@1.0.0: listed"});
  EXPECT_EQ(render_allow_list(made, "bun")->text, "{\n  \"trustedDependencies\": []\n}\n");
}

TEST(RenderScripts, NamesThatNoRegistryWouldTakeAreLeftOut) {
  for (const char* name :
       {"a\": true, \"b", "a b", "a\xe2\x80\xae", "a>b", "@/a", "@s", "__proto__", "a\nb", "a@1.0.0 || 2"}) {
    model::ScriptsReport made = report();
    made.packages = {package(name)};
    EXPECT_EQ(render_allow_list(made, "pnpm")->left_out.size(), 1u) << name;
    EXPECT_EQ(render_allow_list(made, "bun")->left_out.size(), 1u) << name;
  }
}

TEST(RenderScripts, OneListIsForOneProject) {
  model::ScriptsReport made = report();
  made.packages[0].project = "other";
  EXPECT_EQ(render_allow_list(made, "npm").error().code, ErrorCode::usage);
}

}  // namespace
}  // namespace cordon::cli
