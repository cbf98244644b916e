#include "inventory/formats.h"

#include <gtest/gtest.h>

namespace cordon::inventory {
namespace {

std::string name_of(const Format* format) { return format == nullptr ? "" : std::string(format->name); }

TEST(Formats, AreKnownByFileName) {
  EXPECT_EQ(name_of(format_of_name("package-lock.json")), "package-lock.json");
  EXPECT_EQ(name_of(format_of_name("pnpm-lock.feature-x.yaml")), "pnpm-lock.*.yaml");
  EXPECT_EQ(format_of_name("pnpm-lock..yaml"), nullptr);
  EXPECT_EQ(format_of_name("my-package-lock.json"), nullptr);
}

TEST(Formats, AreKnownByContentWhenRenamed) {
  EXPECT_EQ(name_of(format_of_content(
                "\xEF\xBB\xBF{\"name\": \"x\", \"lockfileVersion\": 3, \"packages\": {\"node_modules/a\": {}}}")),
            "package-lock.json");
  EXPECT_EQ(
      name_of(format_of_content("{\n  \"lockfileVersion\": 1,\n  \"workspaces\": {\n \"\": {}},\n \"packages\": {}}")),
      "bun.lock");
  EXPECT_EQ(name_of(format_of_content("{\"version\": \"5\", \"specifiers\": {}}")), "deno.lock");
  EXPECT_EQ(name_of(format_of_content("lockfileVersion: '9.0'\n")), "pnpm-lock.yaml");
  EXPECT_EQ(name_of(format_of_content("---\nlockfileVersion: '9.0'\n")), "pnpm-lock.yaml");
  EXPECT_EQ(name_of(format_of_content("# yarn lockfile v1\n\na@1:\n")), "yarn.lock");
  EXPECT_EQ(name_of(format_of_content("# This file\n\n__metadata:\n  version: 8\n")), "yarn.lock");
}

TEST(Formats, NameTheClientThatWritesThem) {
  const auto client = [](const char* name, const char* text = "") { return client_of(*format_of_name(name), text); };
  EXPECT_EQ(client("npm-shrinkwrap.json"), model::Client::npm);
  EXPECT_EQ(client("yarn.lock", "# yarn lockfile v1\n"), model::Client::yarn_classic);
  EXPECT_EQ(client("yarn.lock", "\xEF\xBB\xBF__metadata:\n  version: 8\n"), model::Client::yarn_berry);
  EXPECT_EQ(client("pnpm-lock.main.yaml"), model::Client::pnpm);
  EXPECT_EQ(client("bun.lock"), model::Client::bun);
  EXPECT_EQ(client("deno.lock"), model::Client::deno);
}

TEST(Formats, OtherContentIsNone) {
  EXPECT_EQ(format_of_content(""), nullptr);
  EXPECT_EQ(format_of_content("hello"), nullptr);
  EXPECT_EQ(format_of_content("{\"name\": \"x\", \"version\": \"1.0.0\"}"), nullptr);
}

}  // namespace
}  // namespace cordon::inventory
