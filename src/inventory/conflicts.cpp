#include "inventory/conflicts.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/json_write.h"

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

std::string written(const Duplicate& item) {
  return item.key + '\n' + std::to_string(item.first_line) + '\n' + std::to_string(item.last_line);
}

const std::string& written(const std::string& item) { return item; }

template <class T>
std::string written(const T& item) {
  std::string out;
  json::Writer writer(out, 0);
  model::write(writer, item);
  return out;
}

// Appends what is not there yet; what is equal is written equally.
template <class T>
void append_new(std::vector<T>& to, std::vector<T>& from) {
  std::unordered_set<std::string> known;
  for (const T& item : to) known.insert(written(item));
  for (T& item : from)
    if (known.insert(written(item)).second) to.push_back(std::move(item));
}

// Adds what theirs has and ours has not.
void merge(model::Inventory& ours, model::Inventory theirs) {
  const auto ours_components = static_cast<std::uint32_t>(ours.components.size());
  std::unordered_map<std::string, std::uint32_t> by_id;
  std::unordered_set<std::string> taken;
  for (std::uint32_t i = 0; i < ours_components; ++i) by_id.emplace(ours.components[i].id, i);
  for (const model::Component& component : theirs.components) taken.insert(component.id);
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
      do component.id += "~theirs";
      while (by_id.contains(component.id) || !taken.insert(component.id).second);
    }
    moved[i] = static_cast<std::uint32_t>(ours.components.size());
    ours.components.push_back(std::move(component));
  }
  const auto added = static_cast<std::uint32_t>(ours.components.size()) - ours_components;
  const auto shift = [&](std::uint32_t node) { return node >= ours_components ? node + added : node; };
  for (model::Edge& edge : ours.edges) edge = {shift(edge.from), shift(edge.to), edge.kind, std::move(edge.range)};
  for (model::Unresolved& missing : ours.unresolved) missing.from = shift(missing.from);

  std::vector<std::uint32_t> moved_roots(theirs.roots.size());
  std::unordered_map<std::string, std::uint32_t> root_by_id;
  for (std::uint32_t i = 0; i < ours.roots.size(); ++i) root_by_id.emplace(ours.roots[i].id, i);
  for (std::uint32_t i = 0; i < theirs.roots.size(); ++i) {
    const auto [same, fresh] = root_by_id.emplace(theirs.roots[i].id, static_cast<std::uint32_t>(ours.roots.size()));
    moved_roots[i] = same->second;
    if (fresh) ours.roots.push_back(std::move(theirs.roots[i]));
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
  std::ranges::stable_sort(ours.edges, {}, &model::Edge::from);
  for (model::Unresolved& missing : theirs.unresolved) missing.from = node(missing.from);
  append_new(ours.unresolved, theirs.unresolved);
  append_new(ours.members, theirs.members);
  append_new(ours.overrides, theirs.overrides);
  append_new(ours.unread, theirs.unread);
  append_new(ours.duplicates, theirs.duplicates);
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
