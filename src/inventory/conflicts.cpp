#include "inventory/conflicts.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace cordon::inventory {
namespace {

bool is_marker(std::string_view line, char c) {
  if (line.size() < 7 || line.find_first_not_of(c) < 7) return false;
  if (line.substr(0, 7) != std::string(7, c)) return false;
  return line.size() == 7 || line[7] == ' ' || line[7] == '\r';
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i)
    if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
}

// Adds what theirs has and ours has not.
void merge(model::Inventory& ours, model::Inventory theirs) {
  const auto ours_components = static_cast<std::uint32_t>(ours.components.size());
  std::unordered_map<std::string, std::uint32_t> by_id;
  for (std::uint32_t i = 0; i < ours_components; ++i) by_id.emplace(ours.components[i].id, i);
  // Index in the merged component list of each component of theirs.
  std::vector<std::uint32_t> moved(theirs.components.size());
  for (std::uint32_t i = 0; i < theirs.components.size(); ++i) {
    model::Component& component = theirs.components[i];
    const auto same = by_id.find(component.id);
    if (same != by_id.end()) {
      const model::Component& other = ours.components[same->second];
      if (other.purl == component.purl && other.integrity == component.integrity &&
          other.resolved == component.resolved) {
        moved[i] = same->second;
        continue;
      }
      component.id += "~theirs";
    }
    moved[i] = static_cast<std::uint32_t>(ours.components.size());
    ours.components.push_back(std::move(component));
  }
  const auto added = static_cast<std::uint32_t>(ours.components.size()) - ours_components;
  const auto shift = [&](std::uint32_t node) { return node >= ours_components ? node + added : node; };
  for (model::Edge& edge : ours.edges) edge = {shift(edge.from), shift(edge.to), edge.kind, std::move(edge.range)};
  for (model::Unresolved& missing : ours.unresolved) missing.from = shift(missing.from);

  std::vector<std::uint32_t> moved_roots(theirs.roots.size());
  for (std::uint32_t i = 0; i < theirs.roots.size(); ++i) {
    const auto same =
        std::find_if(ours.roots.begin(), ours.roots.end(), [&](const auto& r) { return r.id == theirs.roots[i].id; });
    moved_roots[i] = static_cast<std::uint32_t>(same - ours.roots.begin());
    if (same == ours.roots.end()) ours.roots.push_back(std::move(theirs.roots[i]));
  }
  const auto node = [&](std::uint32_t index) {
    if (index < moved.size()) return moved[index];
    return static_cast<std::uint32_t>(ours.components.size()) + moved_roots[index - moved.size()];
  };
  std::unordered_set<std::uint64_t> known;
  for (const model::Edge& edge : ours.edges) known.insert(std::uint64_t{edge.from} << 32 | edge.to);
  for (model::Edge& edge : theirs.edges) {
    const std::uint32_t from = node(edge.from), to = node(edge.to);
    if (known.insert(std::uint64_t{from} << 32 | to).second)
      ours.edges.push_back({from, to, edge.kind, std::move(edge.range)});
  }
  const auto append_new = [](auto& to, auto& from) {
    for (auto& item : from)
      if (std::find(to.begin(), to.end(), item) == to.end()) to.push_back(std::move(item));
  };
  append_new(ours.overrides, theirs.overrides);
  append_new(ours.unread, theirs.unread);
}

}  // namespace

std::optional<ConflictSides> split_conflicts(std::string_view text) {
  // Most texts have none: look for the marker itself before walking the lines.
  if (text.find("<<<<<<<") == std::string_view::npos) return std::nullopt;
  enum class State { outside, ours, base, theirs };
  State state = State::outside;
  ConflictSides sides{std::string(text), std::string(text), {}};
  std::uint32_t line_number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    ++line_number;
    bool marker = true;
    if (state == State::outside && is_marker(line, '<')) {
      state = State::ours;
      sides.lines.push_back(line_number);
    } else if (state == State::ours && is_marker(line, '|')) {
      state = State::base;
    } else if ((state == State::ours || state == State::base) && is_marker(line, '=')) {
      state = State::theirs;
    } else if (state == State::theirs && is_marker(line, '>')) {
      state = State::outside;
    } else {
      marker = false;
    }
    if (marker || state == State::theirs || state == State::base) blank(sides.ours, begin, end);
    if (marker || state == State::ours || state == State::base) blank(sides.theirs, begin, end);
    begin = end + 1;
  }
  if (sides.lines.empty()) return std::nullopt;
  return sides;
}

Result<model::Inventory> read_with_conflicts(Reader reader, std::string text, const ReadContext& context) {
  std::optional<ConflictSides> sides = split_conflicts(text);
  if (!sides) return reader(std::move(text), context);
  text = {};
  Result<model::Inventory> ours = reader(std::move(sides->ours), context);
  Result<model::Inventory> theirs = reader(std::move(sides->theirs), context);
  if (!ours && !theirs) {
    Error error = std::move(ours.error());
    error.code = ErrorCode::conflict_markers;
    error.message = "merge conflict markers, and neither side can be read: " + error.message;
    return std::unexpected(std::move(error));
  }
  const auto unreadable = [&](const Error& error, const char* side) {
    return model::FileUnread{context.display_path, error.line, std::string(to_string(ErrorCode::conflict_markers)),
                             std::string("the conflict's ") + side + " side cannot be read: " + error.message, true};
  };
  model::Inventory merged;
  if (!ours) {
    merged = std::move(*theirs);
    merged.unread.push_back(unreadable(ours.error(), "\"ours\""));
  } else {
    merged = std::move(*ours);
    if (theirs) merge(merged, std::move(*theirs));
    else merged.unread.push_back(unreadable(theirs.error(), "\"theirs\""));
  }
  for (const std::uint32_t line : sides->lines) merged.conflicts.push_back({context.display_path, line});
  return merged;
}

}  // namespace cordon::inventory
