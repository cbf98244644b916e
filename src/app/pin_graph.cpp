#include "app/pin_graph.h"

#include <algorithm>
#include <map>

#include "app/fix_edits.h"
#include "app/fix_graph.h"
#include "base/json.h"

namespace cordon::app {
namespace {

using change::RangeChange;
using model::Inventory;

std::unexpected<Error> refused(std::string what) {
  return fail(ErrorCode::refused, "the changed file would say something else: " + std::move(what));
}

class Comparison {
 public:
  Comparison(const Inventory& before, const Inventory& after, LockfileKind kind, const std::vector<RangeChange>& ranges,
             const std::vector<change::DigestChange>& digests)
      : before_(before), after_(after), kind_(kind), ranges_(ranges) {
    for (const change::DigestChange& each : digests) digests_[each.instance] = each.integrity;
  }

  Result<void> run() const {
    if (before_.components.size() != after_.components.size() || before_.roots.size() != after_.roots.size())
      return refused("another number of packages");
    for (std::size_t i = 0; i < before_.components.size(); ++i)
      TRY(component(before_.components[i], after_.components[i]));
    if (before_.edges.size() != after_.edges.size()) return refused("another number of dependencies");
    for (std::size_t i = 0; i < before_.edges.size(); ++i) TRY(edge(before_.edges[i], after_.edges[i]));
    for (std::size_t i = 0; i < before_.roots.size(); ++i) TRY(root(before_.roots[i], after_.roots[i]));
    if (before_.members != after_.members || before_.unresolved != after_.unresolved ||
        before_.overrides.size() != after_.overrides.size())
      return refused("members, overrides or what is missing");
    if (after_.unread.size() > before_.unread.size())
      return refused("something is not understood any more: " + after_.unread.back().reason);
    return {};
  }

 private:
  Result<void> component(const model::Component& old, const model::Component& now) const {
    model::Component expected = old;
    expected.place = now.place;
    const auto digest = digests_.find(std::string(instance_of(before_, old.id)));
    if (digest != digests_.end()) {
      const auto& got = now.integrity;
      if (std::ranges::find(got, digest->second) == got.end())
        return refused(old.name + " " + old.version + " without its digest");
      expected.integrity = got;
    }
    if (expected != now) return refused(old.name + " " + old.version + " is another");
    return {};
  }

  std::string folder_of(std::uint32_t node) const {
    if (before_.is_root(node)) return folder_of_root(before_, before_.roots[node - before_.components.size()], kind_);
    return std::string(instance_of(before_, before_.components[node].id));
  }
  bool is_project(std::uint32_t node) const {
    if (before_.is_root(node)) return true;
    const auto& members = before_.members;
    return std::ranges::find(members, instance_of(before_, before_.components[node].id)) != members.end();
  }

  bool is_meant(const std::string& folder, const std::string& from, const std::string& to,
                const std::string* name) const {
    return std::ranges::any_of(ranges_, [&](const RangeChange& each) {
      return each.folder == folder && each.from == from && each.to == to && (name == nullptr || each.name == *name);
    });
  }

  Result<void> edge(const model::Edge& old, const model::Edge& now) const {
    const bool same_ends = old.from == now.from && old.to == now.to && old.kind == now.kind;
    const bool same_range = old.range == now.range ||
                            (is_project(old.from) && is_meant(folder_of(old.from), old.range, now.range, nullptr));
    if (same_ends && same_range) return {};
    return refused("what asks for " + before_.node_id(old.to) + " is another");
  }

  Result<void> root(const model::Root& old, const model::Root& now) const {
    const std::string folder = folder_of_root(before_, old, kind_);
    if (old.id != now.id || old.name != now.name || old.version != now.version ||
        old.declared.size() != now.declared.size())
      return refused("the project " + old.name);
    for (std::size_t i = 0; i < old.declared.size(); ++i) {
      const model::Declared &was = old.declared[i], &is = now.declared[i];
      const bool same = was.range == is.range || is_meant(folder, was.range, is.range, &was.name);
      if (was.name != is.name || was.kind != is.kind || !same)
        return refused("what the project asks for of " + was.name);
    }
    return {};
  }

  const Inventory &before_, &after_;
  LockfileKind kind_;
  const std::vector<RangeChange>& ranges_;
  std::map<std::string, std::string, std::less<>> digests_;
};

// Whether both say the same. Recursion is bounded by the parser's limit of depth.
bool is_same(const Value& left, const Value& right) {
  if (left.kind() != right.kind() || left.size() != right.size() || left.text() != right.text()) return false;
  if (left.is_object()) {
    auto other = right.members().begin();
    for (const Value::Member member : left.members()) {
      const Value::Member its = *other;
      ++other;
      if (member.key != its.key || !is_same(member.value, its.value)) return false;
    }
  }
  if (left.is_array()) {
    auto other = right.elements().begin();
    for (const Value element : left.elements()) {
      if (!is_same(element, *other)) return false;
      ++other;
    }
  }
  return true;
}

bool is_same_list(const Value& left, const Value& right, std::string_view list,
                  const std::vector<RangeChange>& ranges) {
  if (!left.is_object() || !right.is_object() || left.size() != right.size()) return is_same(left, right);
  auto other = right.members().begin();
  for (const Value::Member member : left.members()) {
    const Value::Member its = *other;
    ++other;
    if (member.key != its.key) return false;
    const bool meant = std::ranges::any_of(ranges, [&](const RangeChange& each) {
      return each.list == list && each.name == member.key && each.from == member.value.text() &&
             each.to == its.value.text();
    });
    if (!meant && !is_same(member.value, its.value)) return false;
  }
  return true;
}

}  // namespace

Result<void> check_pinned(const Inventory& before, const Inventory& after, LockfileKind kind,
                          const std::vector<RangeChange>& ranges, const std::vector<change::DigestChange>& digests) {
  return Comparison(before, after, kind, ranges, digests).run();
}

Result<void> check_pinned_manifest(std::string_view before, std::string_view after,
                                   const std::vector<RangeChange>& ranges, const Limits& limits) {
  const Document old = TRY(json::parse(std::string(before), {.comments = false, .limits = limits}));
  const Document now = TRY(json::parse(std::string(after), {.comments = false, .limits = limits}));
  if (old.root().size() != now.root().size()) return refused("another number of fields");
  auto other = now.root().members().begin();
  for (const Value::Member member : old.root().members()) {
    const Value::Member its = *other;
    ++other;
    if (member.key != its.key || !is_same_list(member.value, its.value, member.key, ranges))
      return refused(std::string(member.key) + " is another");
  }
  return {};
}

}  // namespace cordon::app
