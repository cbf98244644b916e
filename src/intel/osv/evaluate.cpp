#include "intel/osv/evaluate.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "intel/package_form.h"
#include "model/version_order.h"

namespace cordon::intel {
namespace {

constexpr std::string_view kBeforeAll = "0", kAfterAll = "*";

std::string_view word_of(EventKind kind) {
  constexpr std::array<std::string_view, 4> kWords = {"introduced", "fixed", "last affected", "limit"};
  return kWords[static_cast<std::size_t>(kind)];
}

bool is_every_version(const VersionRange& range) {
  return range.events == std::vector<VersionEvent>{{EventKind::introduced, std::string(kBeforeAll)}};
}

// Whether it ends somewhere, as what is known exactly does.
bool is_closed(const VersionRange& range) {
  return std::ranges::any_of(range.events, [](const VersionEvent& event) {
    return event.kind != EventKind::introduced && event.version != kAfterAll;
  });
}

// The place of an event's version. A few records of npm say "13.0" where SemVer wants three numbers: no release has
// that version, and what is meant is the first that begins so. Which one is the last affected nobody knows.
Result<model::VersionKey> event_key(model::Ecosystem order, const VersionEvent& event) {
  const std::string& version = event.version;
  auto key = model::version_key(order, version);
  const bool is_short = order != model::Ecosystem::pypi && event.kind != EventKind::last_affected &&
                        version.find_first_not_of("v0123456789.") == version.npos &&
                        std::ranges::count(version, '.') < 2;
  if (key || !is_short) return key;
  return model::version_key(order, version + (version.find('.') == version.npos ? ".0.0" : ".0"));
}

// An event in its place. "0" stands before every version; so does nothing else, whatever its text.
struct Placed {
  const VersionEvent* event;
  std::optional<model::VersionKey> key;  // none: before all
};

bool before(const Placed& left, const Placed& right) {
  if (!left.key || !right.key) return !left.key && right.key.has_value();
  return *left.key < *right.key;
}

class Judge {
 public:
  Judge(const Affected& affected, bool malware, std::string_view version)
      : affected_(affected), malware_(malware), version_(version), order_(model::ecosystem_of(affected.ecosystem)) {
    if (order_ && !version.empty())
      if (auto key = model::version_key(*order_, version)) key_ = std::move(*key);
  }

  Judgement judge() {
    if (stands_in_list())
      return {Standing::affected, Decider::version_list, {}, said() + " stands in the list of versions", first_fix()};
    if (const std::string release = divides_releases_of_tag(); !release.empty())
      return {
          Standing::unknown, Decider::nothing, {}, said() + " is a tag that moves, and may stand for " + release, {}};
    const bool listed = malware_ && !affected_.versions.empty();
    const bool is_exact = listed || (malware_ && std::ranges::any_of(affected_.ranges, is_closed));
    for (std::size_t i = 0; i < affected_.ranges.size(); ++i) {
      const VersionRange& range = affected_.ranges[i];
      const bool every = is_every_version(range);
      if (every && is_exact) {
        out_.decider = listed ? Decider::version_list : Decider::range;
        out_.reason = said() + (listed ? " does not stand in the list of hostile versions, which counts alone"
                                       : " is not in the range of hostile versions, which counts alone");
        continue;
      }
      if (every && !is_security_placeholder(affected_.ecosystem, version_))
        return {Standing::affected, Decider::every_version, i, "all versions of the name", {}};
      if (every || !in_range(range)) continue;
      out_.range = i;
      return std::move(out_);
    }
    if (unknown_.empty()) return std::move(out_);
    return {Standing::unknown, Decider::nothing, {}, std::move(unknown_), {}};
  }

 private:
  std::string said() const { return version_.empty() ? "no version" : std::string(version_); }

  bool stands_in_list() const {
    return std::ranges::any_of(affected_.versions, [&](const std::string& listed) {
      if (listed == version_) return true;
      if (!key_) return false;
      const auto other = model::version_key(*order_, listed);
      return other && *other == *key_;
    });
  }

  // Of a version that the list holds: where the range that it is in ends. Records of PyPI have both.
  std::string first_fix() {
    for (const VersionRange& range : affected_.ranges)
      if (in_range(range) && !out_.fixed.empty()) return out_.fixed;
    return {};
  }

  // Actions are used by "v4", which its owner moves from release to release of 4. Empty where the record says one thing
  // of all those releases, else the version at which it begins to say another.
  std::string divides_releases_of_tag() const {
    const std::string_view number = version_.substr(version_.starts_with('v') ? 1 : 0);
    const bool is_tag = order_ == model::Ecosystem::github_actions && key_ && !number.empty() &&
                        number.find_first_not_of("0123456789.") == number.npos && std::ranges::count(number, '.') < 2;
    if (!is_tag) return {};
    const std::string below = std::string(number) + ".";
    const auto is_below = [&](std::string_view other) {
      return other.substr(other.starts_with('v') ? 1 : 0).starts_with(below);
    };
    for (const std::string& listed : affected_.versions)
      if (is_below(listed)) return listed;
    for (const VersionRange& range : affected_.ranges)
      for (const VersionEvent& event : range.events)
        if (is_below(event.version)) return event.version;
    return {};
  }

  bool in_range(const VersionRange& range) {
    if (!key_) {
      unknown_ = said() + (order_ ? " is no version of " : " cannot be ordered: ") + affected_.ecosystem;
      return false;
    }
    std::vector<Placed> events;
    bool limited = false, below_a_limit = false;
    for (const VersionEvent& event : range.events) {
      Placed placed{&event, std::nullopt};
      if (event.version != kBeforeAll && event.version != kAfterAll) {
        auto key = event_key(*order_, event);
        if (!key) {
          unknown_ = "the advisory's " + event.version + " is no version of " + affected_.ecosystem;
          return false;
        }
        placed.key = std::move(*key);
      }
      if (event.kind == EventKind::limit) {
        limited = true;
        below_a_limit = below_a_limit || event.version == kAfterAll || (placed.key && *key_ < *placed.key);
      } else {
        events.push_back(std::move(placed));
      }
    }
    if (limited && !below_a_limit) return false;
    std::ranges::stable_sort(events, before);
    return walk(events);
  }

  // The last event at or below the version decides; `fixed` is the next one above it that ends the range.
  bool walk(const std::vector<Placed>& events) {
    const Placed* start = nullptr;
    for (const Placed& placed : events) {
      const bool reached = !placed.key || *placed.key <= *key_;
      switch (placed.event->kind) {
        case EventKind::introduced:
          if (reached) start = &placed;
          break;
        case EventKind::fixed:
          if (reached) start = nullptr;
          break;
        case EventKind::last_affected:
          if (!placed.key || *placed.key < *key_) start = nullptr;
          break;
        case EventKind::limit: break;
      }
    }
    if (start == nullptr) return false;
    out_ = {Standing::affected, Decider::range, {}, said() + " is behind introduced " + start->event->version, {}};
    const auto end = std::ranges::find_if(events, [&](const Placed& placed) {
      return placed.event->kind != EventKind::introduced && placed.key && !(*placed.key < *key_);
    });
    if (end == events.end()) return true;
    out_.reason += ", up to " + std::string(word_of(end->event->kind)) + " " + end->event->version;
    if (end->event->kind == EventKind::fixed) out_.fixed = end->event->version;
    return true;
  }

  const Affected& affected_;
  bool malware_;
  std::string_view version_;
  std::optional<model::Ecosystem> order_;
  std::optional<model::VersionKey> key_;
  Judgement out_;
  std::string unknown_;  // why it could not be told
};

}  // namespace

Judgement judge(const Affected& affected, bool malware, std::string_view version) {
  return Judge(affected, malware, version).judge();
}

}  // namespace cordon::intel
