// What holds of every document and every set of decisions.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "base/json.h"
#include "registry/packument_filter.h"
#include "registry/packument_testing.h"

namespace cordon::registry {
namespace {

using testing::document_of;
using testing::held;

struct Drawn {
  std::vector<std::string> versions;
  std::string text;
  std::vector<Decision> decisions;
  FilterOptions options;
};

std::string draw_version() {
  const auto number = [] { return std::to_string(*rc::gen::inRange(0, 4)); };
  std::string out = number() + "." + number() + "." + number();
  const std::string label = *rc::gen::element<std::string>("", "", "-beta.", "-rc.", "-");
  return label.empty() ? out : out + label + number();
}

Drawn draw() {
  Drawn out;
  std::set<std::string> seen;
  const int count = *rc::gen::inRange(1, 12);
  for (int i = 0; i < count; ++i)
    if (std::string version = draw_version(); seen.insert(version).second) out.versions.push_back(std::move(version));
  std::vector<std::pair<std::string, std::string>> tags;
  for (const char* name : {"latest", "next", "beta"})
    if (*rc::gen::arbitrary<bool>()) tags.emplace_back(name, *rc::gen::elementOf(out.versions));
  out.text = document_of(out.versions, tags);
  for (std::size_t i = 0; i < out.versions.size(); ++i) {
    out.decisions.push_back(*rc::gen::arbitrary<bool>() ? held() : Decision{});
    out.decisions.back().strip_scripts = *rc::gen::arbitrary<bool>();
  }
  out.options.form = *rc::gen::element(Form::full, Form::abbreviated);
  out.options.restrictions = *rc::gen::element(Restrictions::none, Restrictions::names, Restrictions::manifests);
  if (*rc::gen::arbitrary<bool>()) out.options.tarball_base = "https://gate.example.test/npm";
  return out;
}

RC_GTEST_PROP(PackumentFilterProperties, WhatIsAllowedWholeIsTheSameText, ()) {
  const Drawn drawn = draw();
  const auto packument = read_packument(drawn.text);
  RC_ASSERT(packument.has_value());
  const std::vector<Decision> all(drawn.versions.size());
  FilterOptions options;
  options.restrictions = drawn.options.restrictions;
  RC_ASSERT(filter_packument(*packument, all, options).text == drawn.text);
}

RC_GTEST_PROP(PackumentFilterProperties, HeldVersionsStandInRestrictionsOnlyAndTagsPointToWhatIsThere, ()) {
  const Drawn drawn = draw();
  const auto packument = read_packument(drawn.text);
  RC_ASSERT(packument.has_value());
  const Filtered filtered = filter_packument(*packument, drawn.decisions, drawn.options);
  const auto document = json::parse(filtered.text);
  RC_ASSERT(document.has_value());
  const Value root = document->root(), restricted = root["policyRestrictions"]["versions"];
  for (std::size_t i = 0; i < drawn.versions.size(); ++i) {
    const std::string& version = drawn.versions[i];
    const bool allowed = drawn.decisions[i].allowed, tells = drawn.options.restrictions != Restrictions::none;
    RC_ASSERT(root["versions"][version].exists() == allowed);
    RC_ASSERT(root["time"][version].exists() == allowed);
    RC_ASSERT(restricted[version].exists() == (!allowed && tells));
    if (!allowed) continue;
    const Value entry = root["versions"][version];
    RC_ASSERT(entry["dist"]["integrity"].text() == "sha512-" + version + "==");
    RC_ASSERT(entry["scripts"]["postinstall"].exists() ==
              (drawn.options.form == Form::full && !drawn.decisions[i].strip_scripts));
  }
  const auto before = json::parse(drawn.text);
  RC_ASSERT(root["dist-tags"].size() == before->root()["dist-tags"].size());
  for (const Value::Member& tag : root["dist-tags"].members()) {
    const std::string_view version = tag.value.text();
    const bool kept = version == before->root()["dist-tags"][tag.key].text();
    RC_ASSERT(root["versions"][version].exists() || (kept && packument->find(version) != nullptr));
  }
}

// A gate may stand before a gate, and an answer may be filtered again at a version's birthday.
RC_GTEST_PROP(PackumentFilterProperties, FilteringWhatWasFilteredChangesNothing, ()) {
  Drawn drawn = draw();
  const auto packument = read_packument(drawn.text);
  RC_ASSERT(packument.has_value());
  const std::string once = filter_packument(*packument, drawn.decisions, drawn.options).text;
  const auto again = read_packument(once);
  RC_ASSERT(again.has_value());
  std::vector<Decision> all(again->versions.size());
  for (std::size_t i = 0; i < all.size(); ++i)
    for (std::size_t j = 0; j < drawn.versions.size(); ++j)
      if (again->versions[i].version == drawn.versions[j]) all[i].strip_scripts = drawn.decisions[j].strip_scripts;
  RC_ASSERT(filter_packument(*again, all, drawn.options).text == once);
}

}  // namespace
}  // namespace cordon::registry
