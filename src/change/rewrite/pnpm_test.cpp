#include "change/rewrite/pnpm.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::string_view kNine = R"(lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      plugin:
        specifier: ^3.0.0
        version: 3.0.0(tool@1.0.1)
      tool:
        specifier: ^1.0.1
        version: 1.0.1

packages:

  evil@4.0.0:
    resolution: {integrity: sha512-evil}

  helper@2.0.0:
    resolution: {integrity: sha512-helper}

  plugin@3.0.0:
    resolution: {integrity: sha512-plugin}
    peerDependencies:
      tool: ^1.0.0

  tool@1.0.1:
    resolution: {integrity: sha512-bad}
    engines: {node: '>=6'}

snapshots:

  evil@4.0.0: {}

  helper@2.0.0: {}

  plugin@3.0.0(tool@1.0.1):
    dependencies:
      tool: 1.0.1

  tool@1.0.1:
    dependencies:
      evil: 4.0.0
      helper: 2.0.0
)";

Release good() {
  Release out;
  out.name = "tool";
  out.version = "1.0.0";
  out.integrity = "sha512-good";
  out.dependencies = {{"helper", {}, "2.0.0", DependencyKind::runtime}};
  out.fields = {{"engines", "    engines: {node: '>=6'}"}};
  out.fields_known = true;
  return out;
}

TEST(RewritePnpm, PutsAReleaseInThePlaceOfAnotherWhereverItIsNamed) {
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  edits.remove = {{"evil@4.0.0", 0}};
  edits.ranges = {{"", "tool", "^1.0.1", "^1.0.0"}};
  EXPECT_EQ(rewrite_pnpm(kNine, edits).value(), R"(lockfileVersion: '9.0'

settings:
  autoInstallPeers: true

importers:

  .:
    dependencies:
      plugin:
        specifier: ^3.0.0
        version: 3.0.0(tool@1.0.0)
      tool:
        specifier: ^1.0.0
        version: 1.0.0

packages:

  helper@2.0.0:
    resolution: {integrity: sha512-helper}

  plugin@3.0.0:
    resolution: {integrity: sha512-plugin}
    peerDependencies:
      tool: ^1.0.0

  tool@1.0.0:
    resolution: {integrity: sha512-good}
    engines: {node: '>=6'}

snapshots:

  helper@2.0.0: {}

  plugin@3.0.0(tool@1.0.0):
    dependencies:
      tool: 1.0.0

  tool@1.0.0:
    dependencies:
      helper: 2.0.0
)");
}

TEST(RewritePnpm, GoesForthAndBackToTheSameBytes) {
  const Release bad = releases_in_pnpm(kNine, "tool").value().at(0).release;
  Edits forth, back;
  forth.replace = {{"tool@1.0.1", 0, good()}};
  back.replace = {{"tool@1.0.0", 0, bad}};
  EXPECT_EQ(rewrite_pnpm(rewrite_pnpm(kNine, forth).value(), back).value(), kNine);
  EXPECT_EQ(rewrite_pnpm(kNine, {}).value(), kNine);
}

TEST(RewritePnpm, MovesAnEntryWhereItsKeyIsSorted) {
  const std::string text =
      "lockfileVersion: '6.0'\n\npackages:\n\n  /a@1.0.0:\n    resolution: {integrity: sha512-a}\n    dev: true\n\n"
      "  /a@2.0.0:\n    resolution: {integrity: sha512-b}\n\n  /b@1.0.0:\n    resolution: {integrity: sha512-c}\n"
      "    dependencies:\n      a: 1.0.0\n      c: /a@1.0.0\n";
  Release release;
  release.name = "a";
  release.version = "3.0.0";
  release.integrity = "sha512-d";
  Edits edits;
  edits.replace = {{"/a@1.0.0", 0, release}};
  EXPECT_EQ(rewrite_pnpm(text, edits).value(),
            "lockfileVersion: '6.0'\n\npackages:\n\n  /a@2.0.0:\n    resolution: {integrity: sha512-b}\n\n"
            "  /a@3.0.0:\n    resolution: {integrity: sha512-d}\n    dev: true\n\n  /b@1.0.0:\n"
            "    resolution: {integrity: sha512-c}\n    dependencies:\n      a: 3.0.0\n      c: /a@3.0.0\n");
}

TEST(RewritePnpm, MakesEntriesOfOneReleaseOne) {
  const std::string text =
      "lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-a}\n\n"
      "  a@1.0.1:\n    resolution: {integrity: sha512-b}\n\nsnapshots:\n\n  a@1.0.0: {}\n\n  a@1.0.1: {}\n";
  Edits edits;
  edits.replace = {{"a@1.0.1", 0, releases_in_pnpm(text, "a").value().at(0).release}};
  EXPECT_EQ(rewrite_pnpm(text, edits).value(),
            "lockfileVersion: '9.0'\n\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: sha512-a}\n\nsnapshots:\n\n"
            "  a@1.0.0: {}\n");
}

TEST(RewritePnpm, ForcesVersions) {
  Edits edits;
  edits.forced = {{"tool", "1.0.0"}};
  const std::string once = rewrite_pnpm(kNine, edits).value();
  EXPECT_NE(once.find("  autoInstallPeers: true\n\noverrides:\n  tool: 1.0.0\n\nimporters:\n"), std::string::npos);
  EXPECT_EQ(rewrite_pnpm(once, edits).error().code, ErrorCode::refused);
  edits.forced = {{"@s/a", "2.0.0"}};
  EXPECT_NE(rewrite_pnpm(once, edits)->find("overrides:\n  '@s/a': 2.0.0\n  tool: 1.0.0\n\n"), std::string::npos);
}

TEST(RewritePnpm, RefusesWhatItCannotKnow) {
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  edits.replace[0].release.integrity.clear();
  EXPECT_EQ(rewrite_pnpm(kNine, edits).error().code, ErrorCode::refused);
  edits.replace = {{"tool@1.0.1", 0, good()}};
  edits.replace[0].release.dependencies.push_back({"host", "*", {}, DependencyKind::peer});
  EXPECT_EQ(rewrite_pnpm(kNine, edits).error().code, ErrorCode::refused);
  edits.replace = {{"tool@9.9.9", 0, good()}};
  EXPECT_EQ(rewrite_pnpm(kNine, edits).error().code, ErrorCode::not_found);
  EXPECT_EQ(rewrite_pnpm("lockfileVersion: 5.4\n", edits).error().code, ErrorCode::unsupported_version);
}

TEST(RewritePnpm, RefusesWhatStandsInTheWrongHalf) {
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  EXPECT_EQ(rewrite_pnpm(std::string(kNine) + "    resolution: {integrity: sha512-x}\n", edits).error().code,
            ErrorCode::refused);
  std::string text(kNine);
  const std::string_view engines = "    engines: {node: '>=6'}\n";
  text.insert(text.find(engines) + engines.size(), "    dependencies:\n      evil: 4.0.0\n");
  EXPECT_EQ(rewrite_pnpm(text, edits).error().code, ErrorCode::refused);
}

TEST(RewritePnpm, RefusesKeysThatStandTwice) {
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  const auto code = [&](const std::string& more) {
    return rewrite_pnpm(std::string(kNine) + more, edits).error().code;
  };
  EXPECT_EQ(code("    dependencies:\n      helper: 2.0.0\n"), ErrorCode::refused);
  EXPECT_EQ(code("\n  tool@1.0.1: {}\n"), ErrorCode::refused);
  EXPECT_EQ(code("\nsnapshots:\n\n  x@1.0.0: {}\n"), ErrorCode::refused);
}

TEST(RewritePnpm, RefusesPeersThatAreHashed) {
  std::string text(kNine);
  text += "\n  other@1.0.0(5f2c):\n    dependencies:\n      tool: 1.0.1\n";
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  EXPECT_EQ(rewrite_pnpm(text, edits).error().code, ErrorCode::refused);
}

TEST(RewritePnpm, IsNotMisledByNamesThatEndAlike) {
  std::string text(kNine);
  text +=
      "\n  zoo@1.0.0(@s/tool@1.0.1)(x-tool@1.0.1):\n    dependencies:\n      '@s/tool': 1.0.1\n      x-tool: 1.0.1\n";
  Edits edits;
  edits.replace = {{"tool@1.0.1", 0, good()}};
  const std::string out = rewrite_pnpm(text, edits).value();
  EXPECT_NE(out.find("zoo@1.0.0(@s/tool@1.0.1)(x-tool@1.0.1):\n    dependencies:\n      '@s/tool': 1.0.1\n"),
            std::string::npos);
}

TEST(RewritePnpm, SetsADigestAndChangesOneListOfAnImporter) {
  const std::string before = R"(lockfileVersion: '9.0'

importers:

  .:
    dependencies:
      a:
        specifier: ^1.0.0
        version: 1.0.0
    devDependencies:
      a:
        specifier: ^1.0.0
        version: 1.0.0

packages:

  a@1.0.0:
    resolution: {integrity: sha1-x, tarball: https://registry.example.test/a.tgz}
    engines: {node: '>=6'}

snapshots:

  a@1.0.0: {}
)";
  Edits edits;
  edits.ranges = {{"", "a", "^1.0.0", "1.0.0", "devDependencies"}};
  edits.digests = {{"a@1.0.0", 0, "sha512-y"}};
  std::string expected = before;
  expected.replace(expected.rfind("^1.0.0"), 6, "1.0.0");
  expected.replace(expected.find("sha1-x"), 6, "sha512-y");
  EXPECT_EQ(rewrite_pnpm(before, edits).value(), expected);
  edits.digests = {{"b@1.0.0", 0, "sha512-y"}};
  EXPECT_EQ(rewrite_pnpm(before, edits).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::change
