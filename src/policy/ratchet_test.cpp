#include "policy/ratchet.h"

#include <gtest/gtest.h>

#include "model/finding.h"

namespace cordon::policy {
namespace {

using model::FindingKind;
using model::Severity;

constexpr const char* kId = "0123456789abcdef0123456789abcdef";

model::Finding finding(const char* rule, const char* purl, Severity severity, FindingKind kind = FindingKind::source) {
  model::FindingInput input;
  input.rule_id = rule;
  input.title = "x";
  input.kind = kind;
  input.severity = severity;
  input.subject = model::file_subject("yarn.lock", 3);
  input.subject.kind = model::SubjectKind::package;
  input.subject.purl = purl;
  input.evidence = {model::text_span("yarn.lock", 3, "x", "test")};
  return *model::make_finding(std::move(input));
}

std::string entry(const std::string& more = "", const std::string& id = kId) {
  return R"({"id": ")" + id + R"(", "rule": "source.git", "subject": "a", "severity": "high")" + more + "}";
}

std::string file(const std::string& findings) {
  return "{\"schema\": \"cordon.ratchet/1\", \"findings\": [\n" + findings + "\n]}\n";
}

std::string error_of(const std::string& text) {
  const auto read = read_ratchet(text, "ratchet.json");
  if (read) return "none";
  return std::string(to_string(read.error().code)) + ":" + std::to_string(read.error().line);
}

TEST(Ratchet, IsReadWithItsPlaces) {
  const auto read = read_ratchet(file(entry(R"(, "first_seen": "2026-11-01")")), "ratchet.json");
  ASSERT_TRUE(read.has_value()) << read.error().describe();
  ASSERT_EQ(read->findings.size(), 1u);
  EXPECT_EQ(read->findings[0].id, kId);
  EXPECT_EQ(read->findings[0].severity, Severity::high);
  EXPECT_EQ(read->findings[0].first_seen, "2026-11-01");
  EXPECT_EQ(read->findings[0].line, 2u);
  EXPECT_EQ(error_of(file("")), "none");
}

TEST(Ratchet, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(error_of("<<<<<<< HEAD\n" + file(entry())), "conflict_markers:1");
  EXPECT_EQ(error_of(file(entry() + "\n=======\n" + entry())), "conflict_markers:3");
  EXPECT_EQ(error_of("[]"), "wrong_type:1");
  EXPECT_EQ(error_of("{}"), "missing_field:1");
  EXPECT_EQ(error_of(R"({"schema": "cordon.ratchet/2", "findings": []})"), "unsupported_version:1");
  EXPECT_EQ(error_of(R"({"schema": "cordon.ratchet/1"})"), "missing_field:1");
  EXPECT_EQ(error_of(R"({"schema": "cordon.ratchet/1", "findings": {}})"), "wrong_type:1");
  EXPECT_EQ(error_of(R"({"schema": "cordon.ratchet/1", "findings": [], "finding": []})"), "unknown_key:1");
  EXPECT_EQ(error_of(file("1")), "wrong_type:2");
  EXPECT_EQ(error_of(file(entry(R"(, "owner": "x")"))), "unknown_key:2");
  EXPECT_EQ(error_of(file(entry(R"(, "rule": "x")"))), "invalid_value:2");  // twice
  EXPECT_EQ(error_of(file(entry(R"(, "first_seen": "yesterday")"))), "invalid_value:2");
  EXPECT_EQ(error_of(file(entry(R"(, "first_seen": 3)"))), "wrong_type:2");
  EXPECT_EQ(error_of(file(entry("", "abc"))), "invalid_value:2");
  EXPECT_EQ(error_of(file(R"({"id": "x"})")), "invalid_value:2");
  EXPECT_EQ(error_of(file(R"({"rule": "x"})")), "missing_field:2");
  EXPECT_EQ(error_of(file(entry() + ",\n" + entry())), "invalid_value:3");  // one finding twice
}

TEST(Ratchet, IsWrittenALineAFindingAndSorted) {
  Ratchet ratchet{
      "ratchet.json",
      {{"b", "rule.b", "x", Severity::low, std::nullopt, 0}, {"a", "rule.a", "x", Severity::low, "2026-01-02", 0}}};
  const std::string text = write_ratchet(ratchet);
  EXPECT_EQ(text,
            "{\"schema\": \"cordon.ratchet/1\", \"findings\": [\n"
            R"({"id":"a","rule":"rule.a","subject":"x","severity":"low","first_seen":"2026-01-02"},)"
            "\n"
            R"({"id":"b","rule":"rule.b","subject":"x","severity":"low"})"
            "\n]}\n");
  std::swap(ratchet.findings[0], ratchet.findings[1]);
  EXPECT_EQ(write_ratchet(ratchet), text);
}

TEST(Ratchet, TakesWhatMayBeAcceptedAndIsReadAgain) {
  std::vector findings{finding("source.git", "pkg:npm/a@1", Severity::medium),
                       finding("malware.known-package", "pkg:npm/b@1", Severity::critical, FindingKind::malware),
                       finding("protection.override", "pkg:npm/c@1", Severity::low, FindingKind::protection),
                       finding("policy.waiver-expired", "pkg:npm/d@1", Severity::medium, FindingKind::policy),
                       finding("source.git", "pkg:npm/e@1", Severity::info),
                       finding("source.git", "pkg:npm/f@1", Severity::high)};
  findings.back().waived = model::Waived{"a", "b", "2030-01-01"};
  const Ratchet made = make_ratchet(findings, "ratchet.json", "2026-11-30");
  ASSERT_EQ(made.findings.size(), 1u);
  EXPECT_EQ(made.findings[0].subject, "pkg:npm/a@1 in yarn.lock");
  const auto again = read_ratchet(write_ratchet(made), "ratchet.json");
  ASSERT_TRUE(again.has_value()) << again.error().describe();
  EXPECT_EQ(again->findings.at(0).id, findings[0].id);
}

TEST(Ratchet, PutsAsideWhatIsAcceptedAndTellsWhatIsGone) {
  const std::vector before{finding("source.git", "pkg:npm/a@1", Severity::medium),
                           finding("source.git", "pkg:npm/b@1", Severity::medium),
                           finding("vulnerability.x", "pkg:npm/c@1", Severity::high)};
  const Ratchet ratchet = make_ratchet(before, "ratchet.json", "2026-11-30");
  std::vector now{before[0], finding("source.git", "pkg:npm/new@1", Severity::medium)};
  const RatchetUse use = apply_ratchet(ratchet, true, now);
  EXPECT_EQ(use.known, 1u);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(now[0].subject.purl, "pkg:npm/new@1");
  EXPECT_EQ(use.gone.size(), 2u);
  ASSERT_EQ(use.rest.size(), 1u);
  EXPECT_EQ(use.rest[0].id, before[0].id);
  const model::Finding stale = ratchet_stale(ratchet, use);
  EXPECT_EQ(stale.rule_id, "policy.ratchet-stale");
  EXPECT_EQ(stale.evidence.size(), 2u);
  EXPECT_FALSE(may_be_accepted(stale));
  // Without advisories a vulnerability that is not found may still be there.
  now = {before[0], before[1]};
  EXPECT_TRUE(apply_ratchet(ratchet, false, now).gone.empty());
}

TEST(Ratchet, CountsAgainWhatBecameMoreSevere) {
  const std::vector before{finding("source.git", "pkg:npm/a@1", Severity::medium),
                           finding("source.git", "pkg:npm/b@1", Severity::medium)};
  std::vector now{finding("source.git", "pkg:npm/a@1", Severity::high),
                  finding("source.git", "pkg:npm/b@1", Severity::low)};
  const RatchetUse use = apply_ratchet(make_ratchet(before, "ratchet.json", "2026-11-30"), true, now);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(now[0].severity, Severity::high);
  EXPECT_EQ(now[0].evidence.size(), 2u);
  EXPECT_EQ(use.lowered, 1u);
  ASSERT_EQ(use.rest.size(), 2u);
  EXPECT_EQ(use.rest[0].severity, Severity::medium);  // it only shrinks
  EXPECT_EQ(use.rest[1].severity, Severity::low);
  EXPECT_TRUE(use.gone.empty());
}

TEST(Ratchet, CountsAgainWhatGathersMore) {
  const auto about_file = [](std::uint32_t instances) {
    model::Finding out = finding("integrity.missing", "pkg:npm/a@1", Severity::medium);
    out.subject = model::file_subject("yarn.lock", 0);
    out.instances = instances;
    return out;
  };
  const Ratchet ratchet = make_ratchet({about_file(3)}, "ratchet.json", "2026-11-30");
  EXPECT_EQ(ratchet.findings.at(0).instances, 3u);
  const auto again = read_ratchet(write_ratchet(ratchet), "ratchet.json");
  ASSERT_TRUE(again.has_value()) << again.error().describe();
  EXPECT_EQ(again->findings.at(0).instances, 3u);
  std::vector more{about_file(4)}, as_many{about_file(3)}, fewer{about_file(2)};
  EXPECT_EQ(apply_ratchet(ratchet, true, more).known, 0u);
  EXPECT_EQ(more.at(0).evidence.size(), 2u);
  EXPECT_EQ(apply_ratchet(ratchet, true, as_many).lowered, 0u);
  EXPECT_TRUE(as_many.empty());
  const RatchetUse use = apply_ratchet(ratchet, true, fewer);
  EXPECT_EQ(use.lowered, 1u);
  EXPECT_EQ(use.rest.at(0).instances, 2u);
  EXPECT_EQ(error_of(file(entry(R"(, "instances": 0)"))), "invalid_value:2");
  EXPECT_EQ(error_of(file(entry(R"(, "instances": "3")"))), "invalid_value:2");
}

TEST(Ratchet, NeverCoversMalware) {
  std::vector now{finding("malware.known-package", "pkg:npm/a@1", Severity::critical, FindingKind::malware)};
  const Ratchet ratchet{"ratchet.json",
                        {{now[0].id, "malware.known-package", "a", Severity::critical, std::nullopt, 2}}};
  EXPECT_EQ(apply_ratchet(ratchet, true, now).known, 0u);
  ASSERT_EQ(now.size(), 1u);
  EXPECT_EQ(now[0].evidence.back().locator, "ratchet.json:2");
}

TEST(Ratchet, LeavesWhatIsWaivedAsItIs) {
  std::vector now{finding("source.git", "pkg:npm/a@1", Severity::medium)};
  const Ratchet ratchet = make_ratchet(now, "ratchet.json", "2026-11-30");
  now[0].waived = model::Waived{"a", "b", "2030-01-01"};
  const RatchetUse use = apply_ratchet(ratchet, true, now);
  EXPECT_EQ(now.size(), 1u);
  EXPECT_TRUE(use.gone.empty());
  EXPECT_EQ(use.known, 0u);
}

TEST(Ratchet, AcceptsOneRuleRegistryAndDigest) {
  model::Finding accepted = finding("policy.registry", "pkg:npm/a@1", Severity::high, FindingKind::policy);
  accepted.policy = model::RuleBroken{"ours", {}, model::RuleMode::enforce, "o", "r", {}};
  accepted.subject.registry = model::Registry{"mirror.example.test", model::RegistryClass::unknown};
  accepted.evidence[0].digest = "sha512-AA";
  const Ratchet ratchet =
      read_ratchet(write_ratchet(make_ratchet({accepted}, "r.json", "2026-11-30")), "r.json").value();
  const auto counts = [&](const model::Finding& now) {
    std::vector<model::Finding> findings{now};
    apply_ratchet(ratchet, true, findings);
    return findings.empty() ? std::string() : findings[0].evidence.back().excerpt;
  };
  EXPECT_EQ(counts(accepted), "");
  model::Finding now = accepted;
  now.policy->id = "other";
  EXPECT_EQ(counts(now), "accepted by the rule ours, and it is there by the rule other");
  now = accepted;
  now.subject.registry->id = "evil.example.test";
  EXPECT_NE(counts(now).find("from the registry evil.example.test"), std::string::npos) << counts(now);
  now = accepted;
  now.evidence[0].digest.reset();
  EXPECT_NE(counts(now).find("there without a digest"), std::string::npos) << counts(now);
  now.evidence[0].digest = "sha512-BB";
  EXPECT_NE(counts(now).find("sha512-BB"), std::string::npos) << counts(now);
}

TEST(Ratchet, AChangeAddsNothingToIt) {
  const std::string other = "ffffffffffffffffffffffffffffffff";
  const auto read = [](const std::string& text) { return read_ratchet(file(text), "r.json").value(); };
  const RatchetBefore grown = as_before(read(entry()), read(entry() + ",\n" + entry("", other)));
  ASSERT_EQ(grown.added.size(), 1u);
  EXPECT_EQ(grown.added[0].id, other);
  ASSERT_EQ(grown.counts.findings.size(), 1u);
  EXPECT_EQ(grown.counts.findings[0].id, kId);
  const model::Finding told = ratchet_grown(grown.counts, grown.added);
  EXPECT_EQ(told.evidence[0].locator, "r.json:3");
  // What is taken out counts no more, whatever was before.
  EXPECT_TRUE(as_before(read(entry()), read("")).counts.findings.empty());
  EXPECT_TRUE(as_before(read(entry()), read("")).added.empty());
  // Another digest, or more of them, is not what was accepted.
  const RatchetBefore changed = as_before(read(entry(R"(, "digest": "a")")), read(entry(R"(, "digest": "b")")));
  EXPECT_EQ(changed.added.size(), 1u);
  EXPECT_EQ(changed.counts.findings.at(0).digest, "a");
  EXPECT_EQ(
      as_before(read(entry(R"(, "instances": 2)")), read(entry(R"(, "instances": 3)"))).counts.findings[0].instances,
      2u);
  EXPECT_EQ(
      as_before(read(entry(R"(, "instances": 2)")), read(entry(R"(, "instances": 1)"))).counts.findings[0].instances,
      1u);
}

}  // namespace
}  // namespace cordon::policy
