#include "inspect/manifest_confusion.h"

#include <gtest/gtest.h>

namespace cordon::inspect {
namespace {

std::vector<ManifestDifference> compared(std::string_view entry, std::string_view manifest) {
  const auto out = manifest_confusion(entry, manifest);
  EXPECT_TRUE(out.has_value());
  return out ? *out : std::vector<ManifestDifference>();
}

TEST(ManifestConfusion, WhatTheClientItselfChangesIsNone) {
  EXPECT_TRUE(
      compared(R"({"_id": "@a/p@1.0.0", "name": "@a/p", "version": "1.0.0", "bin": {"p": "cli.js"}, "gypfile": true,
                           "scripts": {"install": "node-gyp rebuild", "test": "other"}, "devDependencies": {"x": "1"},
                           "dependencies": {"a": "1", "o": "2"}, "optionalDependencies": {"o": "2"}})",
               R"({"name": "@a/p", "version": "v1.0.0", "bin": "./cli.js", "scripts": {"test": "t"},
                           "dependencies": {"a": " 1 "}, "optionalDependencies": {"o": "2"}})")
          .empty());
}

TEST(ManifestConfusion, WhatOneHasAndTheOtherHasNot) {
  const auto found = compared(
      R"({"_id": "p@1.0.0", "name": "p", "version": "1.0.0", "dependencies": {"a": "1"}, "bin": {"p": "a.js"}})",
      R"({"name": "q", "version": "1.0.1", "scripts": {"postinstall": "node x.js"},
          "dependencies": {"a": "2", "b": "1"},
          "optionalDependencies": {"c": "1"}, "bin": {"node": "a.js", "p": "a.js"}})");
  const std::vector<ManifestDifference> wanted{{ManifestField::name, "", "p", "q"},
                                               {ManifestField::version, "", "1.0.0", "1.0.1"},
                                               {ManifestField::script, "postinstall", "", "node x.js"},
                                               {ManifestField::dependency, "a", "1", "2"},
                                               {ManifestField::dependency, "b", "", "1"},
                                               {ManifestField::optional_dependency, "c", "", "1"},
                                               {ManifestField::bin, "node", "", "a.js"}};
  EXPECT_EQ(found, wanted);
}

TEST(ManifestConfusion, WhatTheRegistryDoesNotSayIsUnknown) {
  const std::string_view manifest =
      R"({"name": "p", "version": "1.0.0", "scripts": {"install": "x"}, "dependencies": {"a": "1"}})";
  EXPECT_TRUE(compared(R"({"name": "p", "version": "1.0.0"})", manifest).empty());
  EXPECT_EQ(compared(R"({"name": "p", "version": "1.0.0", "hasInstallScript": false})", manifest).size(), 1u);
  EXPECT_TRUE(compared(R"({"name": "p", "version": "1.0.0", "hasInstallScript": true})", manifest).empty());
}

TEST(ManifestConfusion, AScriptForABuildThatIsNotThatBuildDiffers) {
  EXPECT_EQ(compared(R"({"_id": "p", "name": "p", "version": "1.0.0", "scripts": {"install": "node-gyp rebuild"}})",
                     R"({"name": "p", "version": "1.0.0", "scripts": {"install": "node evil.js"}})")
                .size(),
            1u);
}

TEST(ManifestConfusion, FailsWhereOneIsNoObject) {
  EXPECT_EQ(manifest_confusion("[]", "{}").error().code, ErrorCode::wrong_type);
  EXPECT_EQ(manifest_confusion("{}", "{").error().code, ErrorCode::truncated);
}

}  // namespace
}  // namespace cordon::inspect
