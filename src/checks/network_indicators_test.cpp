#include "checks/network_indicators.h"

#include <gtest/gtest.h>

#include "intel/test_pack.h"

namespace cordon::checks {
namespace {

class NetworkIndicatorsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    intel::KnowledgeOptions options;
    options.embedded = false;
    options.pack_files = {
        {"test.yaml", intel::test_pack(intel::kTestPackage,
                                       "indicators:\n"
                                       "  - {kind: domain, value: bad.example.test, source: s, confidence: high}\n"
                                       "  - {kind: address, value: 203.0.113.5, source: s, confidence: medium}\n"
                                       "  - {kind: url, value: \"http://cdn.example.test:8000/Six\", source: s}\n"
                                       "  - {kind: user_agent, value: \"Mozilla/4.0 (odd)\", source: s}\n"
                                       "  - {kind: path, value: /tmp/ld.py, source: s}\n")}};
    knowledge_ = *intel::Knowledge::load(options);
    indicators_.emplace(knowledge_);
  }
  std::vector<std::string> hits(model::EventPayload payload) const {
    model::Event event;
    event.payload = std::move(payload);
    std::vector<std::string> out;
    for (const IndicatorHit& hit : indicators_->of(event)) out.push_back(hit.indicator.value);
    return out;
  }
  using List = std::vector<std::string>;

  intel::Knowledge knowledge_;
  std::optional<NetworkIndicators> indicators_;
};

model::ConnectPayload connect(std::string address, std::optional<std::string> name = std::nullopt) {
  model::ConnectPayload made;
  made.address = std::move(address);
  made.name = std::move(name);
  return made;
}

model::HttpPayload http(std::string host, std::string path, std::optional<std::string> agent = std::nullopt) {
  model::HttpPayload made;
  made.host = std::move(host);
  made.path = std::move(path);
  made.user_agent = std::move(agent);
  return made;
}

TEST_F(NetworkIndicatorsTest, ADomainStandsForWhatIsBelowIt) {
  EXPECT_EQ(hits(model::DnsPayload{"A.Bad.Example.test.", "A", {}, {}, {}}), (List{"bad.example.test"}));
  EXPECT_EQ(hits(model::TlsPayload{"1.3", "bad.example.test", {}, {}, {}, {}}), (List{"bad.example.test"}));
  EXPECT_EQ(hits(model::DnsPayload{"notbad.example.test", "A", {}, {}, {}}), List{});
  EXPECT_EQ(hits(model::DnsPayload{"example.test", "A", {}, {}, {}}), List{});
}

TEST_F(NetworkIndicatorsTest, AnAddressCountsWhereverItStands) {
  EXPECT_EQ(hits(connect("203.0.113.5")), (List{"203.0.113.5"}));
  EXPECT_EQ(hits(model::DnsPayload{"other.test", "A", "NOERROR", {"203.0.113.5"}, {}}), (List{"203.0.113.5"}));
  EXPECT_EQ(hits(http("203.0.113.5:8000", "/")), (List{"203.0.113.5"}));
  EXPECT_EQ(hits(connect("203.0.113.50")), List{});
}

TEST_F(NetworkIndicatorsTest, UserAgentsAndAddressesOfPagesAreCompared) {
  EXPECT_EQ(hits(http("x.test", "/", "mozilla/4.0 (ODD)")), (List{"Mozilla/4.0 (odd)"}));
  EXPECT_EQ(hits(http("cdn.example.test:8000", "/Six?id=1")), (List{"http://cdn.example.test:8000/Six"}));
  EXPECT_EQ(hits(http("cdn.example.test:8000", "/six")), List{});
}

TEST_F(NetworkIndicatorsTest, AnAddressOfAPageIsKnownHoweverItIsSpelt) {
  const List known{"http://cdn.example.test:8000/Six"};
  EXPECT_EQ(hits(http("CDN.example.TEST:8000", "/Six")), known);
  EXPECT_EQ(hits(http("proxy.test", "HTTP://cdn.example.test:8000/Six?a")), known);
  EXPECT_EQ(hits(http("cdn.example.test:8000", "/%53ix")), known);
  EXPECT_EQ(hits(http("cdn.example.test:8000", "//Six")), known);
  model::HttpPayload without_port = http("cdn.example.test", "/Six");
  EXPECT_EQ(hits(without_port), List{});
  without_port.flow.server_port = 8000;
  EXPECT_EQ(hits(without_port), known);
  EXPECT_EQ(hits(http("proxy.test", "http://bad.example.test/")), (List{"bad.example.test"}));
  EXPECT_EQ(hits(http("x@bad.example.test", "/")), (List{"bad.example.test"}));
}

TEST_F(NetworkIndicatorsTest, TwoFormsOfOneAreOneHit) {
  EXPECT_EQ(hits(connect("203.0.113.5", "203.0.113.5")), (List{"203.0.113.5"}));
  EXPECT_EQ(hits(connect("203.0.113.5", "bad.example.test")), (List{"203.0.113.5", "bad.example.test"}));
  EXPECT_EQ(hits(model::ExecPayload{"/tmp/ld.py", {}, {}}), List{});
}

}  // namespace
}  // namespace cordon::checks
