// Sigma's conditions: which selections have to hold.
//
//   condition := or;  or := and ("or" and)*;  and := not ("and" not)*;  not := "not" not | "(" or ")" | quantity | name
//   quantity  := ("all" | number) "of" ("them" | name, which may hold '*')
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "rules/limits.h"

namespace cordon::rules {

class Condition {
 public:
  // Reads the text over the selections of these names. "them" is every selection whose name does not begin with '_'.
  // Fails with
  //   syntax      the grammar; the error's column is the byte in the text, from 1
  //   not_found   a selection that does not exist, or a pattern that none has, with a suggestion
  //   invalid_value  more of a pattern than there are: it could never hold
  //   too_deep, too_many  beyond the limits
  // Words of the grammar are read whatever their case.
  static Result<Condition> parse(std::string_view text, std::span<const std::string_view> names,
                                 const RuleLimits& limits = {});

  // `holds(i)` says whether selection i holds; each is asked at most as often as the condition names it.
  template <class Holds>
  bool evaluate(const Holds& holds) const {
    return evaluate(root_, holds);
  }

  // Whether the condition names the selection.
  bool uses(std::size_t selection) const;

 private:
  friend class ConditionParser;
  enum class Kind : std::uint8_t { all, any, negation, selection, at_least };
  struct Node {
    Kind kind = Kind::selection;
    std::vector<std::size_t> operands;  // nodes; of selection and at_least: selections
    std::size_t least = 0;
  };

  // As deep as the condition is nested, which its limits bound.
  template <class Holds>
  bool evaluate(std::size_t index, const Holds& holds) const {
    const Node& node = nodes_[index];
    switch (node.kind) {
      case Kind::all:
        for (const std::size_t operand : node.operands)
          if (!evaluate(operand, holds)) return false;
        return true;
      case Kind::any:
        for (const std::size_t operand : node.operands)
          if (evaluate(operand, holds)) return true;
        return false;
      case Kind::negation: return !evaluate(node.operands.front(), holds);
      case Kind::selection: return holds(node.operands.front());
      case Kind::at_least: {
        std::size_t count = 0;
        for (const std::size_t operand : node.operands)
          if (holds(operand) && ++count >= node.least) return true;
        return false;
      }
    }
    return false;
  }

  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

}  // namespace cordon::rules
