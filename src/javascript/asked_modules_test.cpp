#include "javascript/asked_modules.h"

#include <gtest/gtest.h>

namespace cordon::javascript {
namespace {

// "import:a require:b…" of a text; … behind a beginning, and how many are computed at the end.
std::string asked(std::string_view code) {
  static constexpr std::string_view kBy[] = {"import", "dynamic", "require", "literal"};
  std::string out;
  const AskedCounts counts = asked_modules(code, [&](AskedModule&& module) {
    if (!out.empty()) out += ' ';
    out += kBy[static_cast<std::size_t>(module.by)];
    out += ':' + module.name + (module.is_beginning ? "\u2026" : "");
    EXPECT_LT(module.begin, code.size());
  });
  if (counts.computed != 0) out += " +" + std::to_string(counts.computed);
  return out;
}

TEST(AskedModules, AreTheModulesOfStatementsAndCalls) {
  EXPECT_EQ(asked("import a, {b} from 'x'; import \"y\"; export * from `z`;"), "import:x import:y import:z");
  EXPECT_EQ(asked("const a = require('x'); await import(/* c */ 'y', {}); require.resolve(('z'))"),
            "require:x dynamic:y require:z");
  EXPECT_EQ(asked("\\u0072equire('\\x61xios')"), "require:axios");
  EXPECT_EQ(asked("a.import('x'); b.from('y')"), "literal:x literal:y");
  EXPECT_EQ(asked("import.meta.url; module.require('x')"), "require:x");
}

TEST(AskedModules, PutsPiecesTogether) {
  EXPECT_EQ(asked("require('plain-' + \"crypto\" + `-js`)"), "require:plain-crypto-js");
  EXPECT_EQ(asked("require('core-js/' + name)"), "require:core-js/\u2026 +1");
  EXPECT_EQ(asked("import(`core-js/${name}.js`)"), "dynamic:core-js/\u2026 +1");
  EXPECT_EQ(asked("require(name); require()"), " +1");
}

TEST(AskedModules, AreNotInCommentsNorBetweenSlashes) {
  EXPECT_EQ(asked("// require('a')\n/* import 'b' */ x = /'c'/; 'd'"), "literal:d");
  EXPECT_EQ(asked("'two words' 'one'"), "literal:one");
  EXPECT_EQ(asked("{\"extends\": \"preset\", \"n\": 1}"), "literal:extends literal:preset literal:n");
}

TEST(AskedModules, LeaveOutWhatIsTooLongForAName) {
  EXPECT_EQ(asked("'" + std::string(300, 'a') + "' + 'b'; 'c'"), "literal:c");
  std::string long_sum = "'a'";
  for (int i = 0; i < 100'000; ++i) long_sum += "+'a'";
  EXPECT_EQ(asked(long_sum), "");
}

}  // namespace
}  // namespace cordon::javascript
