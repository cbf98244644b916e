#include "base/document.h"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

namespace cordon {

namespace detail {

const char* DocumentStorage::keep(std::string_view text) {
  if (text.empty()) return "";
  constexpr std::size_t kBlock = std::size_t{16} * 1024;
  if (text.size() > decoded_free) {
    const std::size_t size = std::max(kBlock, text.size());
    decoded.push_back(std::make_unique_for_overwrite<char[]>(size));
    decoded_next = decoded.back().get();
    decoded_free = size;
  }
  char* at = decoded_next;
  std::memcpy(at, text.data(), text.size());
  decoded_next += text.size();
  decoded_free -= text.size();
  return at;
}

void DocumentStorage::index_lines() {
  line_starts.clear();
  line_starts.push_back(0);
  const char* begin = source.data();
  const char* end = begin + source.size();
  for (const char* at = begin; at < end;) {
    const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
    if (newline == nullptr) break;
    at = static_cast<const char*>(newline) + 1;
    line_starts.push_back(static_cast<std::uint32_t>(at - begin));
  }
}

std::uint32_t DocumentStorage::line_of(std::uint32_t offset) const {
  const auto after = std::upper_bound(line_starts.begin(), line_starts.end(), offset);
  return static_cast<std::uint32_t>(after - line_starts.begin());
}

std::unexpected<Error> DocumentStorage::fail_at(ErrorCode code, std::string message, std::uint32_t offset) const {
  const std::uint32_t line = line_of(offset);
  return fail(code, std::move(message), line, offset - line_starts[line - 1] + 1);
}

namespace {

struct HashedKey {
  std::uint64_t hash;
  std::uint32_t index;  // of the key's node
};

std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const auto product = static_cast<unsigned __int128>(a ^ 0x9E3779B97F4A7C15ull) * (b ^ 0xD6E8FEB86659FD93ull);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Eight bytes a step. Somebody may well construct collisions: mark_many stays O(n log n) then.
std::uint64_t hash_of(std::string_view key) {
  std::uint64_t hash = key.size();
  std::uint64_t word = 0;
  for (; key.size() >= 8; key.remove_prefix(8)) {
    std::memcpy(&word, key.data(), 8);
    hash = mix(hash, word);
  }
  word = 0;
  std::memcpy(&word, key.data(), key.size());
  return mix(hash, word);
}

}  // namespace

std::string_view DocumentStorage::key_at(std::uint32_t index) const { return {nodes[index].text, nodes[index].length}; }

void DocumentStorage::mark(std::uint32_t earlier, std::uint32_t later) {
  nodes[earlier].shadowed = true;
  duplicates.push_back({std::string(key_at(earlier)), line_of(nodes[earlier].offset), line_of(nodes[later].offset)});
}

// Compares each key with those before it, but only when a key of like length and last letter came before.
void DocumentStorage::mark_few(std::uint32_t object_index) {
  std::uint32_t keys[kFewMembers];
  std::uint32_t count = 0;
  std::uint64_t seen = 0;
  for (std::uint32_t i = object_index + 1; i < nodes[object_index].next; i = nodes[i + 1].next) {
    const std::string_view key = key_at(i);
    const std::uint64_t bit =
        1ull << ((key.size() * 7 + (key.empty() ? 0 : static_cast<unsigned char>(key.back()))) % 64);
    if ((seen & bit) != 0) {
      for (std::uint32_t j = count; j-- > 0;) {
        if (key_at(keys[j]) != key) continue;
        mark(keys[j], i);
        keys[j] = keys[--count];
        break;
      }
    }
    seen |= bit;
    keys[count++] = i;
  }
}

// Sorts by hash, so that equal keys meet; among equal hashes by the keys themselves.
void DocumentStorage::mark_many(std::uint32_t object_index) {
  std::vector<HashedKey> keys;
  keys.reserve(nodes[object_index].length);
  for (std::uint32_t i = object_index + 1; i < nodes[object_index].next; i = nodes[i + 1].next)
    keys.push_back({hash_of(key_at(i)), i});
  std::ranges::sort(keys, {}, [](const HashedKey& key) { return std::pair(key.hash, key.index); });
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;  // later, earlier
  for (auto first = keys.begin(); first != keys.end();) {
    const auto last = std::find_if(first, keys.end(), [&](const HashedKey& key) { return key.hash != first->hash; });
    if (last - first > 1) {
      std::sort(first, last, [&](const HashedKey& a, const HashedKey& b) {
        return std::pair(key_at(a.index), a.index) < std::pair(key_at(b.index), b.index);
      });
      for (auto next = first + 1; next != last; ++next)
        if (key_at(next[-1].index) == key_at(next->index)) pairs.emplace_back(next->index, next[-1].index);
    }
    first = last;
  }
  std::ranges::sort(pairs);  // in the order of the text
  for (const auto& [later, earlier] : pairs) mark(earlier, later);
}

void DocumentStorage::mark_duplicates(std::uint32_t object_index) {
  const std::uint32_t members = nodes[object_index].length;
  if (members < 2) return;
  if (members <= kFewMembers) mark_few(object_index);
  else mark_many(object_index);
}

}  // namespace detail

using detail::DocumentStorage;
using detail::ValueNode;

Document::Document() : storage_(std::make_unique<DocumentStorage>()) {}
Document::Document(std::string source) : Document() { storage_->source = std::move(source); }
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Value Document::root() const { return storage_->nodes.empty() ? Value() : Value(storage_.get(), 0); }
std::string_view Document::source() const { return storage_->source; }
std::uint32_t Document::line_of(std::uint32_t offset) const { return storage_->line_of(offset); }
const std::vector<Duplicate>& Document::duplicates() const { return storage_->duplicates; }
bool Document::had_byte_order_mark() const { return storage_->byte_order_mark; }

const ValueNode* Value::node() const { return storage_ == nullptr ? nullptr : &storage_->nodes[index_]; }

namespace {

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?, also 0x and 0o numbers, .inf and .nan:
// YAML 1.2.2, section 10.3.2.
bool is_yaml_number(std::string_view text) {
  if (text.starts_with("0x"))
    return text.size() > 2 && text.find_first_not_of("0123456789abcdefABCDEF", 2) == std::string_view::npos;
  if (text.starts_with("0o")) return text.size() > 2 && text.find_first_not_of("01234567", 2) == std::string_view::npos;
  if (text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  const std::size_t whole = skip_digits(text, 0);
  std::size_t at = whole;
  if (at < text.size() && text[at] == '.') at = skip_digits(text, at + 1);
  if (whole == 0 && at < 2) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = at;
    at = skip_digits(text, at);
    if (at == exponent) return false;
  }
  return at == text.size();
}

// The kind that YAML 1.2's core schema gives an unquoted scalar.
ValueKind plain_kind(std::string_view text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return ValueKind::null;
  if (text == "true" || text == "True" || text == "TRUE" || text == "false" || text == "False" || text == "FALSE")
    return ValueKind::boolean;
  return is_yaml_number(text) ? ValueKind::number : ValueKind::string;
}

}  // namespace

ValueKind Value::kind() const {
  const ValueNode* n = node();
  if (n == nullptr) return ValueKind::absent;
  return n->plain ? plain_kind({n->text, n->length}) : n->kind;
}

std::string_view Value::text() const {
  const ValueNode* n = node();
  if (n == nullptr || n->kind == ValueKind::array || n->kind == ValueKind::object) return {};
  return {n->text, n->length};
}

std::optional<std::string_view> Value::string() const {
  const ValueKind k = kind();
  if (k == ValueKind::string || (k == ValueKind::number && node()->plain)) return text();
  return std::nullopt;
}

std::optional<bool> Value::boolean() const {
  if (kind() != ValueKind::boolean) return std::nullopt;
  return text().front() == 't' || text().front() == 'T';
}

std::optional<std::int64_t> Value::integer() const {
  if (kind() != ValueKind::number) return std::nullopt;
  std::string_view t = text();
  if (t.size() > 1 && t.front() == '+' && t[1] != '-') t.remove_prefix(1);  // YAML
  std::int64_t number = 0;
  const auto parsed = std::from_chars(t.data(), t.data() + t.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != t.data() + t.size()) return std::nullopt;
  return number;
}

std::size_t Value::size() const {
  std::size_t count = 0;
  if (is_array()) return node()->length;
  for ([[maybe_unused]] const Member& member : members()) ++count;
  return count;
}

Value Value::operator[](std::string_view key) const {
  const ValueNode* n = node();
  if (n == nullptr || n->kind != ValueKind::object) return {};
  for (std::uint32_t i = index_ + 1; i < n->next; i = storage_->nodes[i + 1].next) {
    const ValueNode& name = storage_->nodes[i];
    if (!name.shadowed && name.length == key.size() && std::memcmp(name.text, key.data(), key.size()) == 0)
      return Value(storage_, i + 1);
  }
  return {};
}

Value Value::at(std::size_t index) const {
  for (const Value element : elements())
    if (index-- == 0) return element;
  return {};
}

std::uint32_t Value::offset() const { return node() == nullptr ? 0 : node()->offset; }
std::uint32_t Value::line() const { return node() == nullptr ? 0 : storage_->line_of(node()->offset); }

Value::MemberIterator::MemberIterator(const DocumentStorage* storage, std::uint32_t index, std::uint32_t end, bool all)
    : storage_(storage), index_(index), end_(end), all_(all) {
  skip_shadowed();
}

void Value::MemberIterator::skip_shadowed() {
  while (!all_ && index_ < end_ && storage_->nodes[index_].shadowed) index_ = storage_->nodes[index_ + 1].next;
}

Value::Member Value::MemberIterator::operator*() const {
  const ValueNode& name = storage_->nodes[index_];
  return {{name.text, name.length}, Value(storage_, index_ + 1), Value(storage_, index_), name.shadowed};
}

Value::MemberIterator& Value::MemberIterator::operator++() {
  index_ = storage_->nodes[index_ + 1].next;
  skip_shadowed();
  return *this;
}

Value::ElementIterator& Value::ElementIterator::operator++() {
  index_ = storage_->nodes[index_].next;
  return *this;
}

Value::Range<Value::MemberIterator> Value::members() const {
  const ValueNode* n = node();
  if (n == nullptr || n->kind != ValueKind::object) return {{nullptr, 0, 0, true}, {nullptr, 0, 0, true}};
  return {{storage_, index_ + 1, n->next, false}, {storage_, n->next, n->next, false}};
}

Value::Range<Value::MemberIterator> Value::all_members() const {
  const ValueNode* n = node();
  if (n == nullptr || n->kind != ValueKind::object) return {{nullptr, 0, 0, true}, {nullptr, 0, 0, true}};
  return {{storage_, index_ + 1, n->next, true}, {storage_, n->next, n->next, true}};
}

Value::Range<Value::ElementIterator> Value::elements() const {
  const ValueNode* n = node();
  if (n == nullptr || n->kind != ValueKind::array) return {{nullptr, 0}, {nullptr, 0}};
  return {{storage_, index_ + 1}, {storage_, n->next}};
}

}  // namespace cordon
