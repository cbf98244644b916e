#include "detection/script.h"

#include <gtest/gtest.h>

#include "detection/testing.h"

namespace cordon::detection {
namespace {

using testing::EventMaker;

std::string excerpt(model::EventPayload payload) {
  EventMaker maker;
  return event_evidence(maker.make(10, 5, std::move(payload))).excerpt;
}

TEST(Script, IsOneOverThePhasesOfAPackageInARun) {
  EventMaker maker;
  const model::Event event = maker.exec(10, 5, {"sh"});
  model::Attribution other = maker.package;
  other.phase = model::Phase::preinstall;
  EXPECT_EQ(script_key(event, maker.package), script_key(event, other));
  other.run_id = "run-2";
  EXPECT_NE(script_key(event, maker.package), script_key(event, other));
}

TEST(Script, KnowsItsNameItsFoldersAndWhoseItIs) {
  EventMaker maker;
  maker.package.purl = "pkg:npm/%40a/b@1.2.3";
  maker.package.install_path = "node_modules/@a/b";
  Script script;
  describe_script(script, maker.package);
  EXPECT_EQ(script.name, "@a/b");
  EXPECT_EQ(script.version, "1.2.3");
  EXPECT_EQ(script.folders.package, "/home/dev/app/node_modules/@a/b");
  EXPECT_FALSE(script.is_own);
  Script own;
  maker.package.install_path = "/home/dev/app/packages/b";
  describe_script(own, maker.package);
  EXPECT_TRUE(own.is_own);
  Script root;
  maker.package.install_path.reset();
  describe_script(root, maker.package);
  EXPECT_TRUE(root.is_own);
  Script global;
  maker.package.install_path = "/usr/lib/node_modules/b";
  describe_script(global, maker.package);
  EXPECT_FALSE(global.is_own);
}

TEST(Script, HasANameEvenIfItsPurlIsNone) {
  EventMaker maker;
  maker.package.purl = "not a purl";
  Script script;
  describe_script(script, maker.package);
  EXPECT_EQ(script.name, "not a purl");
}

TEST(Script, KeepsTheFirstEventsOfAFact) {
  Script script;
  EXPECT_FALSE(script.knows(Fact::secret));
  EventMaker maker;
  for (int i = 0; i < 9; ++i) script.establish(Fact::secret, event_evidence(maker.exec(10, 5, {"sh"})));
  EXPECT_TRUE(script.knows(Fact::secret));
  EXPECT_FALSE(script.knows(Fact::foreign));
  EXPECT_EQ(script.facts[static_cast<std::size_t>(Fact::secret)].size(), Script::kFactEvidence);
  EXPECT_EQ(script.facts[static_cast<std::size_t>(Fact::secret)].front().locator, "machine/boot/watch/1");
}

TEST(EventEvidence, SaysInALineWhatHappened) {
  EXPECT_EQ(excerpt(model::ExecPayload{"/usr/bin/curl", {"curl", "-o", "/tmp/x"}, std::nullopt}), "curl -o /tmp/x");
  EXPECT_EQ(excerpt(model::ExecPayload{"/usr/bin/curl", {}, std::nullopt}), "/usr/bin/curl");
  EXPECT_EQ(excerpt(model::ExitPayload{0, 0, 1'500'000'000, {11, 12}}),
            "ended with 0, 1.5 s of processor time; still running: 11, 12");
  EXPECT_EQ(excerpt(model::FilePayload{model::FileOperation::rename, "/a", "/b", std::nullopt}), "rename /a to /b");
  model::ConnectPayload connect;
  connect.protocol = "tcp";
  connect.address = "2001:db8::1";
  connect.port = 8000;
  connect.name = "x.invalid";
  connect.application = "http";
  EXPECT_EQ(excerpt(connect), "tcp [2001:db8::1]:8000 (x.invalid) http");
}

}  // namespace
}  // namespace cordon::detection
