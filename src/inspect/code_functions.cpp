// The walk's part that knows functions: their parameters, what those are given, and what they give back.
#include <algorithm>
#include <utility>

#include "inspect/code_walk.h"
#include "inspect/words.h"

namespace cordon::inspect {

namespace {

// Of a function, to which its calls give something: each call looks at all of them.
constexpr std::size_t kMostParameters = 64;
// Owners of members are classes by their tokens, and what has a prototype by its name.
constexpr std::uint32_t kOwnerOfToken = 1u << 31;
constexpr std::size_t kMostEnclosing = 64;  // frames around a call

}  // namespace

// The binding that a function in this place is the value of.
std::uint32_t CodeWalk::function_target() {
  const Frame& frame = frames_.back();
  if (frame.kind == Kind::assign && frame.operands == 0 && !frame.is_member) return frame.target;
  return kNoBinding;
}

Bits CodeWalk::given_to_callback() {
  const Frame& frame = frames_.back();
  if (frame.kind == Kind::assign) return frame.before.bits;  // of "socket.onmessage = …"
  return frame.kind == Kind::call ? callback_bits(frame) | given_by(frame) : 0;
}

// What the call of a library gives to a function that it is given.
Bits CodeWalk::callback_bits(const Frame& frame) {
  const Bits all = frame.arguments[0] | frame.arguments[1] | frame.arguments[2] | frame.before.bits;
  if (frame.call == CallKind::network) return answer_bits(frame, all);
  if (frame.call == CallKind::read) return read_bits(frame);
  if (frame.call == CallKind::list) return listed(all);
  if (frame.call == CallKind::run) {
    return output_bits(use_of(command_of(frame), host_in(all)), all) & ~kReadsCode;
  }
  return frame.before.bits;
}

// What a function of this text gives to the function in this place of its arguments.
Bits CodeWalk::given_by(const Frame& frame) {
  if (frame.before.binding == kNoBinding || (frame.before.is_member && !frame.before.is_method)) return 0;
  Bits out = 0;
  for (const std::uint32_t parameter : names_.at(frame.before.binding).parameters) out |= names_.at(parameter).given;
  return out;
}

// Whether an argument is the name of what makes code or a command of what it is given.
void CodeWalk::note_sink(Frame& frame, std::string_view path) {
  const std::string_view last = path.substr(path.rfind('.') + 1);
  if (!words::is_one_of(last, words::kSinks)) return;
  const CallKind kind = kind_of_call(path);
  if (kind != CallKind::evaluate && kind != CallKind::run) return;
  frame.sink = path;
  frame.sink_kind = kind;
}

// "import('fs').then((fs) => …)": what is given is the module.
std::string CodeWalk::path_of_parameter(const Binding& parameter, std::uint32_t at) {
  const Frame& frame = top();
  std::string_view module = frame.before.path;
  if (frame.kind != Kind::call || parameter.argument != 0 || !module.ends_with(".then")) return {};
  module.remove_suffix(5);
  if (module.find_first_of("?(") != std::string_view::npos || module.empty() || module == "_") return {};
  std::string out(module);
  if (!parameter.is_part) return out;
  const bool is_renamed = at > 1 && tokens_.is(at - 1, ':') && tokens_.is_name(at - 2);
  if (const std::string_view key = name_of(is_renamed ? at - 2 : at); key != "default") add_member(out, key);
  return out;
}

void CodeWalk::parameters(std::uint32_t begin, std::uint32_t end, std::uint32_t function) {
  const Bits given = given_to_callback();
  std::vector<std::uint32_t> declared;
  bool in_default = false;
  std::uint32_t argument = 0, pattern_end = begin;
  for (std::uint32_t i = begin; i < end; ++i) {
    if (tokens_.is(i, '{') || tokens_.is(i, '[')) pattern_end = std::max(pattern_end, tokens_.partner[i]);
    if (tokens_.is(i, ',')) {
      in_default = false;
      if (i >= pattern_end) ++argument;
    } else if (tokens_.is(i, '=')) in_default = true;
    else if (tokens_.is(i, '(')) i = std::max(i, tokens_.partner[i]);
    else if (tokens_.is_name(i) && !in_default && !tokens_.is(i + 1, ':')) {
      const std::uint32_t parameter = names_.declare(name_of(i), i);
      Binding& is = names_.at(parameter);
      is.is_part = i < pattern_end && !(i > begin && tokens_.is(i - 1, '.'));
      is.argument = argument;
      if (is.path.empty()) is.path = path_of_parameter(is, i);
      is.bits |= is.is_part ? one_variable(given) : given;
      if (declared.size() < kMostParameters) declared.push_back(parameter);
    }
  }
  Frame& outside = frames_.back();
  outside.has_function = true;
  const bool is_promise = outside.kind == Kind::call && outside.before.path == "Promise" && outside.argument == 0;
  if (is_promise && !declared.empty()) {
    outside.resolver = declared.front();
    names_.at(declared.front()).is_resolver = true;
  }
  if (function == kNoBinding) return;
  Binding& is = names_.at(function);
  is.is_function = true;
  if (is.parameters.empty()) is.parameters = std::move(declared);
}

// The functions that this place is in ask over the network.
void CodeWalk::note_download() {
  for (std::size_t i = frames_.size(), left = kMostEnclosing; i-- > 0 && left > 0; --left) {
    const Frame& frame = frames_[i];
    const bool is_in = frame.kind == Kind::body || (frame.kind == Kind::assign && frame.has_function);
    if (is_in && frame.target != kNoBinding) names_.at(frame.target).downloads = true;
  }
}

void CodeWalk::open_body(std::uint32_t at, std::uint32_t scope, std::uint32_t function) {
  opened_[at] = true;
  push(Kind::body, at);
  top().scope = scope;
  top().target = function;
}

// At the word: its name, parameters and body's brace.
std::uint32_t CodeWalk::function(std::uint32_t at) {
  std::uint32_t next = at + 1;
  if (tokens_.is(next, '*')) ++next;
  std::uint32_t binding = function_target();
  if (tokens_.is_name(next)) {
    const std::uint32_t named = names_.declare(name_of(next), next);
    names_.declare_function(name_of(next), named);
    if (binding == kNoBinding) binding = named;
    ++next;
  }
  if (!tokens_.is(next, '(') || tokens_.partner[next] <= next) return next;
  const std::uint32_t end = tokens_.partner[next], scope = names_.mark();
  parameters(next + 1, end, binding);
  if (!tokens_.is(end + 1, '{')) return end + 1;
  const std::uint32_t owner = owner_of_body(binding);
  open_body(end + 1, scope, binding);
  top().owner = owner;
  return end + 2;
}

// Whose members "this" has in a function: those of what has a prototype, of the object that it is a member of, or of
// the class that the function is given to.
std::uint32_t CodeWalk::owner_of_body(std::uint32_t function) {
  const Frame& outside = top();
  if (outside.kind == Kind::object) return outside.token | kOwnerOfToken;
  if (function != kNoBinding && names_.at(function).owner != kNoBinding) return names_.at(function).owner;
  return outside.owner;
}

// `parameters` is the bracket or the one name, `behind` its end; an arrow follows.
std::uint32_t CodeWalk::arrow(std::uint32_t parameters_at, std::uint32_t behind) {
  end_chain();
  const std::uint32_t binding = function_target(), scope = names_.mark();
  if (parameters_at == behind) parameters(behind, behind + 1, binding);
  else parameters(parameters_at + 1, behind, binding);
  if (!tokens_.is(behind + 2, '{')) return behind + 2;
  open_body(behind + 2, scope, binding);
  return behind + 3;
}

// "class A extends B {": the next block is its body. Its members are those of what it extends, too.
std::uint32_t CodeWalk::class_head(std::uint32_t at) {
  const bool is_named = tokens_.is_name(at + 1) && !tokens_.is(at + 1, "extends");
  const std::uint32_t behind = at + (is_named ? 2 : 1);
  std::uint32_t owner = at | kOwnerOfToken;
  if (tokens_.is(behind, "extends") && tokens_.is_name(behind + 1))
    if (const std::uint32_t base = names_.find(name_of(behind + 1)); base != kNoBinding)
      if (names_.at(base).owner != kNoBinding) owner = names_.at(base).owner;
  const std::uint32_t target = function_target();
  if (is_named) {
    const std::uint32_t binding = names_.declare(name_of(at + 1), at + 1);
    names_.at(binding).owner = owner;
  } else if (target != kNoBinding) {
    names_.at(target).owner = owner;
  }
  class_owner_ = owner;
  return behind;
}

// A method of an object or class, at the bracket of its parameters.
std::uint32_t CodeWalk::method(std::uint32_t at) {
  const std::uint32_t end = tokens_.partner[at], scope = names_.mark();
  chain_ = {};
  const std::uint32_t owner = top().kind == Kind::object ? top().token | kOwnerOfToken : top().owner;
  const std::uint32_t binding = names_.member(owner, name_of(at - 1));
  parameters(at + 1, end, binding);
  open_body(end + 1, scope, binding);
  top().owner = owner;
  return end + 2;
}

void CodeWalk::returned(const Frame& frame) {
  if (bodies_.empty()) return;
  const std::uint32_t index = bodies_.back();
  const Frame& body = frames_[index];
  if (body.target != kNoBinding) names_.at(body.target).returns |= frame.bits;
  if (index == 0) return;
  // What a function without a name gives goes where the function stands: list.map(function (x) { return f(x); })
  Frame& outside = frames_[index - 1];
  if (body.target != kNoBinding || outside.call == CallKind::network || outside.call == CallKind::run) return;
  outside.bits |= frame.bits;
  if (outside.kind == Kind::call) outside.arguments[std::min<std::size_t>(outside.argument, 2)] |= frame.bits;
}

}  // namespace cordon::inspect
