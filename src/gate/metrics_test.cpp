#include "gate/metrics.h"

#include <gtest/gtest.h>

namespace cordon::gate {
namespace {

using registry::RouteKind;
using std::chrono::milliseconds;

bool has(std::string_view text, std::string_view what) { return text.find(what) != std::string_view::npos; }

TEST(Metrics, AreCountedByRouteAndStatus) {
  Metrics metrics;
  metrics.answered(RouteKind::packument, 200, 100, milliseconds(1));
  metrics.answered(RouteKind::packument, 304, 0, milliseconds(1));
  metrics.answered(RouteKind::tarball, 200, 1'000, milliseconds(30));
  metrics.answered(RouteKind::tarball, 418, 0, milliseconds(30));
  metrics.answered(RouteKind::refused, 403, 0, milliseconds(0));
  metrics.answered(RouteKind::packument, 502, 0, milliseconds(0));
  const std::string text = metrics.text({});
  EXPECT_TRUE(has(text, "cordon_gate_requests_total{route=\"packument\",status=\"200\"} 1\n"));
  EXPECT_TRUE(has(text, "cordon_gate_requests_total{route=\"tarball\",status=\"other\"} 1\n"));
  EXPECT_TRUE(has(text, "cordon_gate_response_bytes_total{route=\"tarball\"} 1000\n"));
  const GateCounts counts = metrics.counts();
  EXPECT_EQ(counts.documents, 1u);
  EXPECT_EQ(counts.archives, 1u);
  EXPECT_EQ(counts.unchanged, 1u);
  EXPECT_EQ(counts.refused, 1u);
  EXPECT_EQ(counts.failed, 1u);
}

TEST(Metrics, ABucketHoldsTheSmallerOnes) {
  Metrics metrics;
  for (const int ms : {0, 1, 3, 90, 60'000}) metrics.answered(RouteKind::tarball, 200, 0, milliseconds(ms));
  const std::string text = metrics.text({});
  const auto bucket = [&](std::string_view end, int count) {
    return has(text, "cordon_gate_request_seconds_bucket{route=\"tarball\",le=\"" + std::string(end) + "\"} " +
                         std::to_string(count) + "\n");
  };
  EXPECT_TRUE(bucket("0.0005", 1));
  EXPECT_TRUE(bucket("0.001", 2));
  EXPECT_TRUE(bucket("0.005", 3));
  EXPECT_TRUE(bucket("0.1", 4));
  EXPECT_TRUE(bucket("10", 4));
  EXPECT_TRUE(bucket("+Inf", 5));
  EXPECT_TRUE(has(text, "cordon_gate_request_seconds_count{route=\"tarball\"} 5\n"));
}

TEST(Metrics, SayWhichRulesHeldAndWhatIsTrueNow) {
  Metrics metrics;
  metrics.held("minimum-age");
  metrics.held("minimum-age");
  metrics.held("known-malware");
  const std::string text = metrics.text({11, 12, 13, 14});
  EXPECT_TRUE(has(text, "cordon_gate_held_total{rule=\"minimum-age\"} 2\n"));
  EXPECT_TRUE(has(text, "cordon_gate_held_total{rule=\"known-malware\"} 1\n"));
  EXPECT_TRUE(has(text, "cordon_gate_document_bytes 11\n"));
  EXPECT_TRUE(has(text, "cordon_gate_waiting 12\n"));
  EXPECT_TRUE(has(text, "cordon_gate_queued 13\n"));
  EXPECT_TRUE(has(text, "cordon_gate_events_lost_total 14\n"));
}

// Every line is a comment or a sample, and every sample's name was introduced: what a parser of Prometheus asks for.
TEST(Metrics, AreWellFormed) {
  Metrics metrics;
  metrics.answered(RouteKind::search, 200, 5, milliseconds(7));
  metrics.held("x");
  std::string_view text;
  const std::string all = metrics.text({});
  text = all;
  std::string introduced;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (line.starts_with("# TYPE ")) introduced += " " + std::string(line.substr(7, line.find(' ', 7) - 7)) + " ";
    if (line.starts_with("#")) continue;
    std::string name(line.substr(0, line.find_first_of("{ ")));
    for (const std::string_view end : {"_bucket", "_sum", "_count"})
      if (name.ends_with(end)) name.resize(name.size() - end.size());
    EXPECT_TRUE(has(introduced, " " + name + " ")) << line;
    EXPECT_NE(line.find_last_of("0123456789"), std::string_view::npos) << line;
  }
}

}  // namespace
}  // namespace cordon::gate
