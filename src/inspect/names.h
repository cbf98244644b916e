// The names of a text in their scopes, and what is known of what they stand for. Of this module alone.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "inspect/bits.h"

namespace cordon::inspect {

inline constexpr std::uint32_t kNoBinding = 0xFFFFFFFF;

// Texts of an array, in order; what is none of them is a hole. Not changed once a name has it.
using Items = std::shared_ptr<std::vector<std::string>>;

struct Binding {
  Items items;  // of an array
  Bits bits = 0;
  Bits returns = 0;    // of a function: what it gives
  std::string path;    // what it is another name of: "child_process.exec"
  std::string text;    // its text, where that is known
  Bits given = 0;      // of a parameter that is called: what it is called with
  Bits text_bits = 0;  // of the text, once has_text_bits
  bool has_text = false, has_text_bits = false;
  bool is_function = false;
  bool downloads = false;                 // a function that asks over the network
  bool is_fetched_into = false;           // names a file that what was fetched is written to, by this code
  bool is_part = false;                   // of a parameter: one member of what is given
  bool is_resolver = false;               // settles a promise: what it is called with is in `returns`
  std::uint32_t owner = kNoBinding;       // of a class: whose its members are, its own or those of what it extends
  std::uint32_t argument = 0;             // of a parameter: which of the arguments it is or is in
  std::vector<std::uint32_t> parameters;  // of a function
};

// Bindings are kept from one pass over the text to the next, by the token that declares them, so that what is used
// before it is assigned is known in the second.
class Names {
 public:
  Names();

  void begin_pass();
  std::uint32_t mark() const { return static_cast<std::uint32_t>(stack_.size()); }
  void leave(std::uint32_t mark);

  // Names are kept as views: their text must outlive this.
  // Declares a name by its token; the answer stays the same over passes.
  std::uint32_t declare(std::string_view name, std::uint32_t token);
  // kNoBinding where nothing is known of the name.
  std::uint32_t find(std::string_view name) const;
  // A member of "this" in a class or object, which its owner tells from others.
  std::uint32_t member(std::uint32_t owner, std::string_view name);
  // A function that is declared somewhere in the text, for calls above it; the first of its name.
  void declare_function(std::string_view name, std::uint32_t binding);

  Binding& at(std::uint32_t binding) { return bindings_[binding]; }

 private:
  std::deque<Binding> bindings_;
  std::unordered_map<std::uint32_t, std::uint32_t> by_token_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_name_;
  std::unordered_map<std::uint32_t, std::unordered_map<std::string_view, std::uint32_t>> members_;  // by their owners
  std::unordered_map<std::string_view, std::uint32_t> functions_;
  std::vector<std::string_view> stack_;
};

}  // namespace cordon::inspect
