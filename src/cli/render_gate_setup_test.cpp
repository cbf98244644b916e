#include "cli/render_gate_setup.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace cordon::cli {
namespace {

model::GateSetupReport report() {
  model::GateSetupReport made;
  made.schema = "cordon.gate-setup/1";
  made.headline = "npm asks the gate at http://127.0.0.1:4873/";
  made.client = "npm";
  made.url = "http://127.0.0.1:4873/";
  made.files = {{"~/.npmrc",
                 model::ClientFileState::changed,
                 {{9, {"registry=https://r.example.test/\x1b"}, {"registry=http://127.0.0.1:4873/"}}}}};
  made.notices = {{model::GateNoticeKind::scope, "a scope goes past", "do this"},
                  {model::GateNoticeKind::shared, "others read it", std::nullopt}};
  made.unread = {{"yarn.lock", 0, "syntax", "what", true}};
  return made;
}

TEST(RenderGateSetup, ShowsWhatChangesThenWhatToKnow) {
  EXPECT_EQ(render_gate_setup_text(report(), {}),
            "npm asks the gate at http://127.0.0.1:4873/\n"
            "  changed   ~/.npmrc\n"
            "       9 - registry=https://r.example.test/<U+001B>\n"
            "         + registry=http://127.0.0.1:4873/\n"
            "\n  a scope goes past\n    do this\n"
            "\n  others read it\n"
            "\n  not read  yarn.lock: what\n");
}

TEST(RenderGateSetup, IsWholeAsJson) {
  const auto document = json::parse(render_gate_setup_json(report()));
  ASSERT_TRUE(document);
  model::GateSetupReport read;
  ASSERT_TRUE(model::read(document->root(), read));
  EXPECT_EQ(read, report());
}

}  // namespace
}  // namespace cordon::cli
