#include "change/rewrite/package_lock_add.h"

#include <gtest/gtest.h>

#include "change/rewrite/package_lock.h"

namespace cordon::change {
namespace {

constexpr std::string_view kTwo = R"({
  "lockfileVersion": 2,
  "packages": {
    "": {
      "dependencies": {
        "tool": "^1.0.0"
      }
    },
    "node_modules/tool": {
      "version": "1.0.0",
      "dev": true
    }
  },
  "dependencies": {
    "tool": {
      "version": "1.0.0",
      "dev": true
    }
  }
}
)";

Release helper() {
  Release out;
  out.name = "helper";
  out.version = "2.0.0";
  out.integrity = "sha512-h";
  out.dependencies = {{"deep", "^1.0.0", {}, DependencyKind::runtime}, {"host", "*", {}, DependencyKind::peer}};
  out.fields = {{"license", "\"MIT\""}, {"engines", R"({"node":">=6"})"}};
  return out;
}

TEST(PackageLockAdd, PutsAnEntryIntoBothHalves) {
  Edits edits;
  edits.add = {{"node_modules/tool/node_modules/helper", {}, helper()}};
  edits.marks = {{"node_modules/tool/node_modules/helper", {true, false, false, false, true}},
                 {"node_modules/tool", {false, true, false, false, false}}};
  EXPECT_EQ(rewrite_package_lock(kTwo, edits).value(), R"({
  "lockfileVersion": 2,
  "packages": {
    "": {
      "dependencies": {
        "tool": "^1.0.0"
      }
    },
    "node_modules/tool": {
      "version": "1.0.0",
      "optional": true
    },
    "node_modules/tool/node_modules/helper": {
      "version": "2.0.0",
      "integrity": "sha512-h",
      "dev": true,
      "license": "MIT",
      "dependencies": {
        "deep": "^1.0.0"
      },
      "engines": {
        "node": ">=6"
      },
      "peerDependencies": {
        "host": "*"
      }
    }
  },
  "dependencies": {
    "tool": {
      "version": "1.0.0",
      "optional": true,
      "dependencies": {
        "helper": {
          "version": "2.0.0",
          "integrity": "sha512-h",
          "dev": true,
          "requires": {
            "deep": "^1.0.0"
          }
        }
      }
    }
  }
}
)");
}

TEST(PackageLockAdd, KeepsTheNameOfAnAlias) {
  Edits edits;
  edits.add = {{"node_modules/other", {}, helper()}};
  const std::string out = rewrite_package_lock(kTwo, edits).value();
  EXPECT_NE(out.find("\"node_modules/other\": {\n      \"name\": \"helper\",\n      \"version\": \"2.0.0\""),
            std::string::npos);
  EXPECT_NE(out.find("\"other\": {\n      \"version\": \"npm:helper@2.0.0\""), std::string::npos);
}

TEST(PackageLockAdd, RefusesAPlaceThatIsTakenOrIsNone) {
  const auto code = [](const std::string& instance) {
    Edits edits;
    edits.add = {{instance, {}, helper()}};
    return rewrite_package_lock(kTwo, edits).error().code;
  };
  EXPECT_EQ(code("node_modules/tool"), ErrorCode::refused);
  EXPECT_EQ(code("packages/helper"), ErrorCode::refused);
  EXPECT_EQ(code("node_modules/none/node_modules/helper"), ErrorCode::not_found);
  for (const char* empty : {R"({"lockfileVersion": 3})", R"({"lockfileVersion": 1})"}) {
    Edits adding;
    adding.add = {{"node_modules/helper", {}, helper()}};
    EXPECT_EQ(rewrite_package_lock(empty, adding).error().code, ErrorCode::refused);
  }
  Edits edits;
  edits.marks = {{"node_modules/none", {}}};
  EXPECT_EQ(rewrite_package_lock(kTwo, edits).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace cordon::change
