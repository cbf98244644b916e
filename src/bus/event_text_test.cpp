#include "bus/event_text.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::bus {
namespace {

std::string text(model::EventPayload payload) { return event_text(test_event(0, std::move(payload))); }

TEST(EventText, SaysWhatHappened) {
  const model::Flow flow{"tcp", "192.0.2.1", 40'000, "2001:db8::5", 443};
  EXPECT_EQ(text(model::ExecPayload{"/usr/bin/curl", {"curl", "-o", "x"}, std::nullopt}), "curl -o x");
  EXPECT_EQ(text(model::ExecPayload{"/tmp/x", {"sshd"}, std::nullopt}), "sshd (/tmp/x)");  // calls itself another
  EXPECT_EQ(text(model::ExecPayload{"/tmp/x", {}, std::nullopt}), "/tmp/x");
  EXPECT_EQ(text(model::ExitPayload{0, 9, 0, {4, 5}}), "ended by signal 9, left running: 4, 5");
  EXPECT_EQ(text(model::FilePayload{model::FileOperation::rename, "a", "b", std::nullopt}), "rename a to b");
  EXPECT_EQ(text(model::FilePayload{model::FileOperation::chmod, "a", std::nullopt, 0755}), "chmod a 0755");
  EXPECT_EQ(text(model::ConnectPayload{model::ConnectStage::sent, "tcp", "203.0.113.5", 8000, "192.0.2.1", 4000, 1,
                                       "sink.example.test", "http"}),
            "203.0.113.5:8000 tcp (sink.example.test), http from 192.0.2.1:4000");
  EXPECT_EQ(text(model::DnsPayload{"a.test", "A", "NXDOMAIN", {}, std::nullopt}), "A a.test NXDOMAIN");
  EXPECT_EQ(text(model::TlsPayload{"1.3", "a.test", {}, std::nullopt, "t13d", flow}),
            "a.test to [2001:db8::5]:443 t13d");
  EXPECT_EQ(text(model::LossPayload{3, "full"}), "3 events lost: full");
  EXPECT_EQ(text(model::UsagePayload{1'500'000'000, 2'000'000'000}), "1.5 s of processor time in 2.0 s");
}

TEST(EventText, HidesNothingAndStaysShort) {
  const std::string shown = text(model::ExecPayload{"/bin/sh", {"sh", "-c", "\x1b[2J\xe2\x80\xae"}, std::nullopt});
  EXPECT_EQ(shown, "sh -c <U+001B>[2J<U+202E>");
  EXPECT_LT(text(model::ExecPayload{"/bin/sh", {std::string(5'000, 'x')}, std::nullopt}).size(), 400u);
}

TEST(EventText, NamesPackageAndPhase) {
  model::Event event = exec_event(0, "/bin/sh", {"sh"});
  EXPECT_EQ(package_text(event), "");
  event.package.emplace();
  event.package->purl = "pkg:npm/%40scope/a@1.0.0";
  event.package->phase = model::Phase::postinstall;
  EXPECT_EQ(package_text(event), "@scope/a 1.0.0 postinstall");
}

TEST(EventText, TellsTheTimeToTheMicrosecond) {
  model::Event event = exec_event(0, "/bin/sh", {"sh"});
  event.wall_ns = (86'400ull * 20'000 + 3'661) * 1'000'000'000 + 1'234'567;
  EXPECT_EQ(clock_text(event), "01:01:01.001234");
}

}  // namespace
}  // namespace cordon::bus
