#include "cli/render_init.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::InitReport report() {
  model::InitReport made;
  made.schema = "cordon.init/1";
  made.headline = "1 file written";
  made.folder = ".";
  made.files = {{"cordon.yaml", "settings", model::SetUpState::written, false, std::nullopt},
                {".gitlab/cordon.yml", "the job", model::SetUpState::kept, false, std::nullopt}};
  made.scopes = {{"@acme", "npm.acme.example"}};
  made.mirror = "mirror.acme.example";
  made.unread = {{".npmrc", 0, "syntax", "what\x1b", true}};
  made.next = {"do this"};
  return made;
}

TEST(RenderInit, ALineForEachFileThenWhatWasFoundAndWhatToDo) {
  EXPECT_EQ(render_init_text(report(), {}),
            "1 file written\n"
            "  written   cordon.yaml  settings\n"
            "  kept      .gitlab/cordon.yml  the job\n"
            "  private   @acme from npm.acme.example: check that nobody else publishes in it\n"
            "  mirror?   packages come from mirror.acme.example: cordon.yaml shows how to say that it is a mirror\n"
            "  not read  .npmrc: what<U+001B>\n"
            "\nNext\n  do this\n");
}

TEST(RenderInit, ToPrintShowsTheFilesThemselves) {
  model::InitReport made = report();
  made.files[0].content = "policy:\n";
  EXPECT_NE(render_init_text(made, {}).find("\n--- cordon.yaml (settings)\npolicy:\n"), std::string::npos);
}

TEST(RenderInit, JsonIsRead) {
  const Document read = json::parse(render_init_json(report())).value();
  model::InitReport again;
  ASSERT_TRUE(model::read(read.root(), again));
  EXPECT_EQ(again, report());
}

}  // namespace
}  // namespace cordon::cli
