#include "change/rewrite/package_lock.h"

#include <gtest/gtest.h>

namespace cordon::change {
namespace {

constexpr std::string_view kThree = R"({
  "name": "app",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "dependencies": {
        "tool": "^1.0.0"
      }
    },
    "node_modules/helper": {
      "version": "2.0.0",
      "resolved": "https://registry.example.test/helper/-/helper-2.0.0.tgz"
    },
    "node_modules/tool": {
      "version": "1.0.1",
      "resolved": "https://registry.example.test/tool/-/tool-1.0.1.tgz",
      "integrity": "sha512-bad",
      "hasInstallScript": true,
      "dependencies": {
        "evil": "^4.0.0",
        "helper": "^2.0.0"
      },
      "engines": { "node": ">=6" }
    },
    "node_modules/tool/node_modules/evil": {
      "version": "4.0.0"
    }
  }
}
)";

Release good() {
  Release out;
  out.name = "tool";
  out.version = "1.0.0";
  out.resolved = "https://registry.example.test/tool/-/tool-1.0.0.tgz";
  out.integrity = "sha512-good";
  out.dependencies = {{"helper", "^2.0.0", {}, DependencyKind::runtime}};
  out.fields = {{"engines", R"({"node":">=6"})"}};
  out.fields_known = true;
  return out;
}

TEST(RewritePackageLock, PutsAReleaseInThePlaceOfAnother) {
  Edits edits;
  edits.replace = {{"node_modules/tool", 0, good()}};
  edits.remove = {{"node_modules/tool/node_modules/evil", 0}};
  const std::string out = rewrite_package_lock(kThree, edits).value();
  EXPECT_EQ(out, R"({
  "name": "app",
  "lockfileVersion": 3,
  "packages": {
    "": {
      "dependencies": {
        "tool": "^1.0.0"
      }
    },
    "node_modules/helper": {
      "version": "2.0.0",
      "resolved": "https://registry.example.test/helper/-/helper-2.0.0.tgz"
    },
    "node_modules/tool": {
      "version": "1.0.0",
      "resolved": "https://registry.example.test/tool/-/tool-1.0.0.tgz",
      "integrity": "sha512-good",
      "dependencies": {
        "helper": "^2.0.0"
      },
      "engines": { "node": ">=6" }
    }
  }
}
)");
}

TEST(RewritePackageLock, GoesForthAndBackToTheSameBytes) {
  for (const std::string_view mark : {"", "\xEF\xBB\xBF"}) {
    const std::string text = std::string(mark) + std::string(kThree);
    const Release bad = releases_in_package_lock(text, "tool").value().at(0).release;
    Edits forth, back;
    forth.replace = {{"node_modules/tool", 0, good()}};
    back.replace = {{"node_modules/tool", 0, bad}};
    const std::string there = rewrite_package_lock(text, forth).value();
    EXPECT_NE(there, text);
    EXPECT_EQ(rewrite_package_lock(there, back).value(), text);
  }
}

TEST(RewritePackageLock, WithoutEditsChangesNothing) { EXPECT_EQ(rewrite_package_lock(kThree, {}).value(), kThree); }

TEST(RewritePackageLock, ReadsBackWhatItWrote) {
  Edits edits;
  edits.replace = {{"node_modules/tool", 0, good()}};
  const auto found = releases_in_package_lock(rewrite_package_lock(kThree, edits).value(), "tool").value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].release.integrity, "sha512-good");
  EXPECT_EQ(found[0].release.dependencies, good().dependencies);
  ASSERT_EQ(found[0].release.fields.size(), 1u);
}

TEST(RewritePackageLock, ChangesTheNestedTreeOfVersionOne) {
  const std::string text =
      "{\r\n  \"lockfileVersion\": 1,\r\n  \"dependencies\": {\r\n    \"tool\": {\r\n"
      "      \"version\": \"1.0.1\",\r\n      \"dev\": true,\r\n      \"requires\": {\r\n"
      "        \"evil\": \"^4.0.0\"\r\n      },\r\n      \"dependencies\": {\r\n"
      "        \"evil\": {\r\n          \"version\": \"4.0.0\"\r\n        }\r\n      }\r\n"
      "    }\r\n  }\r\n}";
  Release release = good();
  release.dependencies.clear();
  Edits edits;
  edits.replace = {{"node_modules/tool", 0, release}};
  edits.remove = {{"node_modules/tool/node_modules/evil", 0}};
  EXPECT_EQ(rewrite_package_lock(text, edits).value(),
            "{\r\n  \"lockfileVersion\": 1,\r\n  \"dependencies\": {\r\n    \"tool\": {\r\n"
            "      \"version\": \"1.0.0\",\r\n"
            "      \"resolved\": \"https://registry.example.test/tool/-/tool-1.0.0.tgz\",\r\n"
            "      \"integrity\": \"sha512-good\",\r\n      \"dev\": true\r\n    }\r\n  }\r\n}");
}

TEST(RewritePackageLock, ChangesBothHalvesOfVersionTwo) {
  const std::string text = R"({"lockfileVersion": 2, "packages": {"": {"dependencies": {"my": "npm:tool@1.0.1"}},
 "node_modules/my": {"name": "tool", "version": "1.0.1", "integrity": "sha512-bad"}},
 "dependencies": {"my": {"version": "npm:tool@1.0.1", "integrity": "sha512-bad"}}})";
  Release release = good();
  release.resolved.clear();
  release.dependencies.clear();
  release.fields.clear();
  Edits edits;
  edits.replace = {{"node_modules/my", 0, release}};
  edits.ranges = {{"", "my", "npm:tool@1.0.1", "npm:tool@1.0.0"}};
  EXPECT_EQ(rewrite_package_lock(text, edits).value(),
            R"({"lockfileVersion": 2, "packages": {"": {"dependencies": {"my": "npm:tool@1.0.0"}},
 "node_modules/my": {"name": "tool", "version": "1.0.0", "integrity": "sha512-good"}},
 "dependencies": {"my": {"version": "npm:tool@1.0.0", "integrity": "sha512-good"}}})");
  const std::string half = R"({"lockfileVersion": 2, "packages": {"node_modules/my": {"version": "1.0.1"}},
 "dependencies": {}})";
  EXPECT_EQ(rewrite_package_lock(half, edits).error().code, ErrorCode::refused);
}

TEST(RewritePackageLock, KeepsOptionalWhatASourceDoesNotTellApart) {
  const std::string text = R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version": "1.0.1",
 "optionalDependencies": {"helper": "^2.0.0"}, "peerDependencies": {"host": "*"}}}})";
  Release release = good();
  release.kinds_known = release.fields_known = false;
  Edits edits;
  edits.replace = {{"node_modules/tool", 0, release}};
  const std::string out = rewrite_package_lock(text, edits).value();
  EXPECT_NE(out.find(R"("optionalDependencies": {"helper": "^2.0.0"}, "peerDependencies": {"host": "*"})"),
            std::string::npos);
  EXPECT_EQ(out.find("\"dependencies\""), std::string::npos);
}

TEST(RewritePackageLock, RefusesWhatItDoesNotUnderstand) {
  Edits edits;
  edits.replace = {{"node_modules/tool", 0, good()}};
  const auto code = [&](std::string_view text) { return rewrite_package_lock(text, edits).error().code; };
  EXPECT_EQ(code(R"({"lockfileVersion": 4, "packages": {}})"), ErrorCode::unsupported_version);
  EXPECT_EQ(code(R"({"lockfileVersion": 3, "packages": {}})"), ErrorCode::not_found);
  EXPECT_EQ(code(R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"link": true}}})"), ErrorCode::refused);
  EXPECT_EQ(code(R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"inBundle": true}}})"),
            ErrorCode::refused);
  EXPECT_EQ(code(R"({"lockfileVersion": 3, "packages": {"node_modules/tool": {"version":"1"},
                     "node_modules/tool": {"version":"2"}}})"),
            ErrorCode::refused);
  EXPECT_EQ(code("{"), ErrorCode::truncated);
}

TEST(RewritePackageLock, RefusesARangeThatItsRecordDoesNotHave) {
  Edits edits;
  edits.ranges = {{"", "tool", "1.0.1", "1.0.0"}};
  const auto done =
      rewrite_package_lock(R"({"lockfileVersion": 3, "packages": {"": {"dependencies": {"tool": "^1.0.0"}}}})", edits);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::refused);
  EXPECT_NE(done.error().message.find("package.json asks for tool 1.0.1"), std::string::npos);
}

TEST(RewritePackageLock, SetsADigestInBothHalvesAndNothingElse) {
  const std::string before = R"({
  "lockfileVersion": 2,
  "packages": {
    "": {},
    "node_modules/a": {
      "version": "1.0.0",
      "dev": true
    }
  },
  "dependencies": {
    "a": {
      "version": "1.0.0",
      "integrity": "sha1-x"
    }
  }
})";
  Edits edits;
  edits.digests = {{"node_modules/a", 0, "sha512-y"}};
  std::string expected = before;
  expected.replace(expected.find("\n      \"dev\""), 0, "\n      \"integrity\": \"sha512-y\",");
  expected.replace(expected.find("sha1-x"), 6, "sha512-y");
  EXPECT_EQ(rewrite_package_lock(before, edits).value(), expected);
  edits.digests = {{"node_modules/b", 0, "sha512-y"}};
  EXPECT_EQ(rewrite_package_lock(before, edits).error().code, ErrorCode::not_found);
  edits.digests = {{"node_modules/a", 0, "sha512-y\"x"}};
  EXPECT_EQ(rewrite_package_lock(before, edits).error().code, ErrorCode::refused);
}

TEST(PackageLock, ChangesWhatTheTreeSaysThatMembersAskFor) {
  const auto lock = [](const std::string& a, const std::string& b) {
    return "{\n  \"lockfileVersion\": 1,\n  \"dependencies\": {\n    \"a\": {\n      \"version\": \"file:p/a\",\n"
           "      \"requires\": {\n        \"both\": \"" +
           a + "\",\n        \"tool\": \"" + b +
           "\"\n      }\n    },\n    \"other\": {\n      \"version\": \"1.0.0\",\n      \"requires\": {\n"
           "        \"tool\": \"^1.0.0\"\n      }\n    }\n  }\n}\n";
  };
  Edits edits;
  edits.ranges = {{"p/a", "tool", "^1.0.0", "1.2.3", "dependencies"},
                  {"p/a", "both", "^2.0.0", "2.1.0", "dependencies"},
                  {"p/a", "both", "2", "2.2.0", "devDependencies"},
                  {"p/b", "tool", "^1.0.0", "1.2.3", "dependencies"}};
  EXPECT_EQ(rewrite_package_lock(lock("2", "^1.0.0"), edits).value(), lock("2.2.0", "1.2.3"));
  // What another list of the member says stays its own.
  EXPECT_EQ(rewrite_package_lock(lock("^2.0.0", "~1.0.0"), edits).value(), lock("^2.0.0", "~1.0.0"));
}

}  // namespace
}  // namespace cordon::change
