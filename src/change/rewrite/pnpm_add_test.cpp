#include "change/rewrite/pnpm_add.h"

#include <gtest/gtest.h>

#include "change/rewrite/pnpm.h"

namespace cordon::change {
namespace {

Release helper() {
  Release out;
  out.name = "helper";
  out.version = "2.0.0";
  out.integrity = "sha512-h";
  out.dependencies = {{"deep", {}, "1.0.0", DependencyKind::runtime},
                      {"host", "^3.0.0", "3.1.0", DependencyKind::peer}};
  out.fields = {{"engines", "    engines: {node: '>=6'}"},
                {"peerDependencies", "    peerDependencies:\n      host: ^3.0.0"},
                {"transitivePeerDependencies", "    transitivePeerDependencies:\n      - x"}};
  out.fields_known = true;
  return out;
}

TEST(PnpmAdd, PutsAnEntryIntoBothHalvesOfVersion9) {
  Edits edits;
  edits.add = {{"helper@2.0.0(host@3.1.0)", {}, helper()}};
  edits.marks = {{"helper@2.0.0(host@3.1.0)", {false, true, false, false, false}}};
  EXPECT_EQ(rewrite_pnpm(R"(lockfileVersion: '9.0'

packages:

  tool@1.0.0:
    resolution: {integrity: sha512-t}

snapshots:

  tool@1.0.0: {}
)",
                         edits)
                .value(),
            R"(lockfileVersion: '9.0'

packages:

  helper@2.0.0:
    resolution: {integrity: sha512-h}
    engines: {node: '>=6'}
    peerDependencies:
      host: ^3.0.0

  tool@1.0.0:
    resolution: {integrity: sha512-t}

snapshots:

  helper@2.0.0(host@3.1.0):
    dependencies:
      deep: 1.0.0
      host: 3.1.0
    transitivePeerDependencies:
      - x
    optional: true

  tool@1.0.0: {}
)");
}

TEST(PnpmAdd, MarksWhatVersion6IsNeededFor) {
  constexpr std::string_view kSix =
      "lockfileVersion: '6.0'\n\npackages:\n\n  /tool@1.0.0:\n    resolution: {integrity: sha512-t}\n    dev: true\n";
  const auto marked = [&](NeededFor needed) {
    Edits edits;
    edits.marks = {{"/tool@1.0.0", needed}};
    const std::string out = rewrite_pnpm(kSix, edits).value();
    return out.substr(out.find("sha512-t}\n") + 10);
  };
  EXPECT_EQ(marked({true, false, false, false, true}), "    dev: true\n");
  EXPECT_EQ(marked({false, false, false, false, false}), "    dev: false\n");
  EXPECT_EQ(marked({false, true, false, false, true}), "    optional: true\n");
}

TEST(PnpmAdd, RefusesAnotherKeyAndWhatIsThere) {
  constexpr std::string_view kNine =
      "lockfileVersion: '9.0'\n\npackages:\n\n  helper@2.0.0:\n    resolution: {integrity: sha512-h}\n\nsnapshots:\n\n"
      "  helper@2.0.0: {}\n";
  const auto code = [&](const std::string& key) {
    Edits edits;
    edits.add = {{key, {}, helper()}};
    return rewrite_pnpm(kNine, edits).error().code;
  };
  EXPECT_EQ(code("helper@2.0.0"), ErrorCode::refused);
  EXPECT_EQ(code("helper@2.0.1"), ErrorCode::refused);
  EXPECT_EQ(code("/helper@2.0.0"), ErrorCode::refused);
  Edits edits;
  edits.marks = {{"none@1.0.0", {}}};
  EXPECT_EQ(rewrite_pnpm(kNine, edits).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::change
