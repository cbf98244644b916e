#include "bus/event_line.h"

#include <gtest/gtest.h>

#include "bus/testing.h"

namespace cordon::bus {
namespace {

const model::Flow kFlow{"tcp", "192.0.2.1", 40'000, "203.0.113.5", 443};

// One of each kind, with everything in it that may be there.
std::vector<model::Event> one_of_each() {
  model::Finding finding;
  finding.id = "f";
  finding.rule_id = "watch.test";
  std::vector<model::Event> all;
  const auto add = [&](model::EventPayload payload) { all.push_back(test_event(all.size(), std::move(payload))); };
  add(model::ExecPayload{"/bin/sh", {"sh", "-c", "node setup.js\n\x1b[31m"}, "/tmp"});
  add(model::ExitPayload{1, 9, 12'345, {7, 8}});
  add(model::FilePayload{model::FileOperation::rename, "a", "b", 0644});
  add(model::ConnectPayload{model::ConnectStage::sent, "tcp", "203.0.113.5", 8000, "192.0.2.1", 40'000, 77,
                            "sink.example.test", "http"});
  add(model::DnsPayload{"sink.example.test", "A", "NOERROR", {"203.0.113.5"}, kFlow});
  add(model::TlsPayload{"1.3", "example.test", {"h2"}, "ja3", "ja4", kFlow});
  add(model::HttpPayload{"POST", "sink.example.test", "/1", "agent", 200, kFlow});
  add(model::RegistryRequestPayload{
      "pkg:npm/axios@1.14.1", {"r", model::RegistryClass::private_}, true, 403, "npm", "192.0.2.7"});
  add(model::DecisionPayload{
      model::VerdictValue::block, model::VerdictValue::allow, {"f"}, "pkg:npm/a@1", "rule", "why"});
  add(model::ActionPayload{"freeze", "run", "done"});
  add(model::FindingPayload{finding});
  add(model::LossPayload{3, "the ring was full"});
  add(model::UsagePayload{1, 2});
  return all;
}

TEST(EventLine, EveryKindComesBackAsItWas) {
  const std::vector<model::Event> all = one_of_each();
  ASSERT_EQ(all.size(), std::variant_size_v<model::EventPayload>);
  for (model::Event event : all) {
    event.actor = model::Actor{1, 2, 3, 4, "/usr/bin/node"};
    event.package = model::Attribution{"pkg:npm/a@1",
                                       "sha512-x",
                                       "/p/node_modules/a",
                                       model::Phase::postinstall,
                                       "node x.js",
                                       "run",
                                       "/p",
                                       "/p/package-lock.json",
                                       model::AttributionConfidence::inherited,
                                       {"the folder says 2"}};
    const std::string line = to_line(event);
    for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << line;
    const Result<model::Event> read = parse_line(line);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, event) << line;
  }
}

TEST(EventLine, WhatIsNoEventIsRefused) {
  EXPECT_EQ(parse_line("").error().code, ErrorCode::truncated);
  EXPECT_EQ(parse_line("{}").error().code, ErrorCode::missing_field);
  EXPECT_EQ(parse_line(R"({"schema":"cordon.event/2"})").error().code, ErrorCode::unsupported_version);
  EXPECT_EQ(parse_line(R"({"schema":"cordon.event/1"})").error().code, ErrorCode::missing_field);
  EXPECT_EQ(parse_line(std::string(kLineBytes + 1, ' ')).error().code, ErrorCode::too_large);
  const std::string line = to_line(one_of_each().front());
  EXPECT_FALSE(parse_line(line.substr(0, line.size() / 2)));
}

}  // namespace
}  // namespace cordon::bus
