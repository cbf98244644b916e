// What conditions may speak of: a table of typed fields, and the values that one event has for them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/generated/event.h"

namespace cordon::rules {

enum class FieldType : std::uint8_t {
  text,     // any number of texts; a condition holds when it holds for one of them
  number,   // one integer
  boolean,  // one truth value
};

// Kinds of events, one bit each.
using Kinds = std::uint32_t;
constexpr Kinds kind_bit(model::EventKind kind) { return Kinds{1} << static_cast<unsigned>(kind); }
inline constexpr Kinds kEveryKind = ~Kinds{0};

struct Field {
  std::string_view name;  // "process.name"
  FieldType type = FieldType::text;
  Kinds kinds = kEveryKind;                       // the events that can have it
  std::span<const std::string_view> values = {};  // text: all it can be; empty: anything
};

// The known fields. What a table is made from must outlive it.
class FieldTable {
 public:
  explicit FieldTable(std::span<const Field> fields) : fields_(fields) {}
  std::optional<std::size_t> find(std::string_view name) const;
  const Field& operator[](std::size_t index) const { return fields_[index]; }
  std::size_t size() const { return fields_.size(); }
  std::vector<std::string_view> names() const;

 private:
  std::span<const Field> fields_;
};

// The values of one event, by the indices of a table. A field that was not set does not exist.
class Record {
 public:
  explicit Record(std::size_t fields) : slots_(fields) {}
  void add(std::size_t field, std::string_view text) { slots_[field].texts.emplace_back(text); }
  void set_number(std::size_t field, std::int64_t number) { slots_[field].number = number; }
  void set_flag(std::size_t field, bool flag) { slots_[field].flag = flag; }

  std::span<const std::string> texts(std::size_t field) const { return slots_[field].texts; }
  std::optional<std::int64_t> number(std::size_t field) const { return slots_[field].number; }
  std::optional<bool> flag(std::size_t field) const { return slots_[field].flag; }
  bool exists(std::size_t field) const;

 private:
  struct Slot {
    std::vector<std::string> texts;
    std::optional<std::int64_t> number;
    std::optional<bool> flag;
  };
  std::vector<Slot> slots_;
};

}  // namespace cordon::rules
