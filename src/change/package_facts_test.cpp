#include "change/package_facts.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

std::set<std::string, std::less<>> named(std::string_view code) {
  std::set<std::string, std::less<>> out;
  add_named(code, out);
  return out;
}

using Names = std::set<std::string, std::less<>>;

TEST(PackageFacts, ReadsWhatRunsAndWhatIsNamed) {
  const MemoryTree tree(
      {{"package.json", R"({"name": "p", "version": "1.0.0", "scripts": {"postinstall": "node setup.js",
                                                "test": "x"}, "dependencies": {"used": "1", "phantom": "1"}})"},
       {"index.js", "const u = require('used/lib/x.js');"},
       {"lib/deep.mjs", "import a from \"@scope/pack/sub\";"},
       {"README.md", "'phantom'"},
       {"node_modules/other/index.js", "require('phantom')"}});
  const auto facts = read_package(tree, "");
  ASSERT_TRUE(facts.has_value());
  EXPECT_EQ(facts->version, "1.0.0");
  ASSERT_EQ(facts->scripts.size(), 1u);
  EXPECT_EQ(facts->scripts[0].event, "postinstall");
  EXPECT_TRUE(facts->named.contains("used"));
  EXPECT_TRUE(facts->named.contains("@scope/pack"));
  EXPECT_FALSE(facts->named.contains("phantom"));
  EXPECT_TRUE(facts->dependencies.contains("phantom"));
  EXPECT_EQ(facts->code_files, 2u);
  EXPECT_FALSE(facts->is_partial);
}

// What real packages name in other places than files of code; each was said to be imported by nobody.
TEST(PackageFacts, ReadsWhatIsNamedOutsideOfCodeFiles) {
  const auto facts =
      read_package(MemoryTree({{"package.json", R"({"bin": {"c": "./cmd/c.exe"}, "main": "lib/entry.node6",
          "scripts": {"install": "node-gyp-build", "test": "tester"}, "browser": {"./a.js": "for-browsers"},
          "imports": {"#x": {"node": ["mapped/deep"], "default": "./x.js"}}})"},
                               {"bin/http-server", "#!/usr/bin/env node\nvar chalk = require('chalk');"},
                               {"cmd/c.exe", "require('by-command')"},
                               {"lib/entry.node6", "require('by-main')"},
                               {"binding.gyp", R"gyp({"x": ["<!(node -p \"require('node-addon-api').include\")"]})gyp"},
                               {"a.vue", "<script>import x from 'by-vue'</script>"},
                               {"b.svelte", "<script>import x from 'by-svelte'</script>"},
                               {"a.css", "@import 'by-css/x.css';"},
                               {"tool", std::string("\0 'in-a-binary'", 15)},
                               {"LICENSE", "'in-prose'"},
                               {"notes.txt", "'in-text'"}}),
                   "");
  ASSERT_TRUE(facts.has_value());
  for (const char* name : {"chalk", "by-command", "by-main", "node-addon-api", "by-vue", "by-svelte", "by-css",
                           "node-gyp-build", "for-browsers", "mapped"})
    EXPECT_TRUE(facts->named.contains(name)) << name;
  for (const char* name : {"in-a-binary", "in-prose", "in-text", "tester"})
    EXPECT_FALSE(facts->named.contains(name)) << name;
}

TEST(PackageFacts, KnowsThatAGypFileIsAScript) {
  const MemoryTree tree({{"package.json", R"({"name": "p"})"}, {"binding.gyp", "{}"}});
  ASSERT_EQ(read_package(tree, "")->scripts.size(), 1u);
  const MemoryTree own({{"package.json", R"({"scripts": {"install": "x"}})"}, {"binding.gyp", "{}"}});
  EXPECT_EQ(read_package(own, "")->scripts.at(0).text, "x");
}

TEST(PackageFacts, SaysThatSomethingWasLeftOut) {
  const MemoryTree tree({{"package.json", "{}"}, {"big.js", std::string(100, 'x')}});
  EXPECT_TRUE(read_package(tree, "", {.file_bytes = 10})->is_partial);
  EXPECT_FALSE(read_package(MemoryTree({{"index.js", ""}}), "").has_value());
}

// Whoever brings in a package that nobody imports must not get away with speaking of it.
TEST(PackageFacts, NamesNothingInComments) {
  EXPECT_EQ(named("// require('a')\n/* import 'b' */ require(\"\\x63\" + '-d')"), Names{"c-d"});
}

TEST(PackageFacts, FindsNamesWhateverStandsAroundThem) {
  EXPECT_EQ(named("`a-b` and \"c.d\" 'e"), (Names{"a-b", "c.d"}));
  EXPECT_EQ(named("<p>it's</p>\nrequire(\"a-b\")"), Names{"a-b"});
  EXPECT_EQ(named("require('./x'), import('/abs'), '@only'"), Names{});
  EXPECT_EQ(named("''\"\"``'a'"), Names{"a"});
  EXPECT_EQ(named("'unfinished"), Names{});
  EXPECT_EQ(named("require('core-js/' + x); require('near' + x)"), Names{"core-js"});
  EXPECT_EQ(named("'" + std::string(300, 'a') + "'"), Names{});
}

}  // namespace
}  // namespace cordon::change
