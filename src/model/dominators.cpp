#include "model/dominators.h"

#include <algorithm>
#include <numeric>

namespace cordon::model {
namespace {

// Everything below is by preorder number: 0 is the root above the roots. Names are those of the paper.
class LengauerTarjan {
 public:
  LengauerTarjan(const Adjacency& out, const Adjacency& in, std::uint32_t first_root)
      : out_(out), in_(in), first_root_(first_root), nodes_(static_cast<std::uint32_t>(out.first.size()) - 1) {}

  std::vector<std::uint32_t> run() {
    visit();
    const std::size_t count = vertex_.size();
    semi_.resize(count);
    std::iota(semi_.begin(), semi_.end(), 0u);
    label_ = semi_;
    ancestor_.assign(count, kNoNode);
    dom_.assign(count, 0);
    bucket_.assign(count, kNoNode);
    next_.assign(count, kNoNode);
    for (auto w = static_cast<std::uint32_t>(count - 1); w > 0; --w) take_back(w);
    for (std::uint32_t w = 1; w < count; ++w)
      if (dom_[w] != semi_[w]) dom_[w] = dom_[dom_[w]];
    std::vector<std::uint32_t> idom(nodes_, kNoNode);
    for (std::uint32_t w = 1; w < count; ++w) idom[vertex_[w]] = vertex_[dom_[w]];
    return idom;
  }

 private:
  // Depth first from the roots: vertex_, number_ and parent_.
  void visit() {
    struct Frame {
      std::uint32_t number;
      std::size_t next;
    };
    number_.assign(nodes_, kNoNode);
    std::vector<Frame> stack;
    const auto enter = [&](std::uint32_t node, std::uint32_t parent) {
      number_[node] = static_cast<std::uint32_t>(vertex_.size());
      stack.push_back({number_[node], 0});
      vertex_.push_back(node);
      parent_.push_back(parent);
    };
    vertex_ = {nodes_};
    parent_ = {kNoNode};
    for (std::uint32_t root = first_root_; root < nodes_; ++root) {
      if (number_[root] != kNoNode) continue;
      enter(root, 0);
      while (!stack.empty()) {
        const std::uint32_t number = stack.back().number;
        const auto below = out_.of(vertex_[number]);
        if (stack.back().next == below.size()) {
          stack.pop_back();
          continue;
        }
        const std::uint32_t to = below[stack.back().next++];
        if (number_[to] == kNoNode) enter(to, number);
      }
    }
  }

  void take_back(std::uint32_t w) {
    const std::uint32_t node = vertex_[w], parent = parent_[w];
    if (node >= first_root_) semi_[w] = 0;  // the edge from the root above
    for (const std::uint32_t from : in_.of(node))
      if (number_[from] != kNoNode) semi_[w] = std::min(semi_[w], semi_[evaluate(number_[from])]);
    next_[w] = bucket_[semi_[w]];
    bucket_[semi_[w]] = w;
    ancestor_[w] = parent;
    for (std::uint32_t v = bucket_[parent]; v != kNoNode; v = next_[v]) {
      const std::uint32_t u = evaluate(v);
      dom_[v] = semi_[u] < semi_[v] ? u : parent;
    }
    bucket_[parent] = kNoNode;
  }

  // The node with the least semidominator on the way from v up to the root of its tree in the forest, without that
  // root.
  std::uint32_t evaluate(std::uint32_t v) {
    if (ancestor_[v] == kNoNode) return v;
    path_.clear();
    for (std::uint32_t x = v; ancestor_[ancestor_[x]] != kNoNode; x = ancestor_[x]) path_.push_back(x);
    for (; !path_.empty(); path_.pop_back()) {
      const std::uint32_t x = path_.back(), above = ancestor_[x];
      if (semi_[label_[above]] < semi_[label_[x]]) label_[x] = label_[above];
      ancestor_[x] = ancestor_[above];
    }
    return label_[v];
  }

  const Adjacency& out_;
  const Adjacency& in_;
  const std::uint32_t first_root_, nodes_;
  std::vector<std::uint32_t> number_;                                           // by node
  std::vector<std::uint32_t> vertex_, parent_, semi_, label_, ancestor_, dom_;  // by number
  std::vector<std::uint32_t> bucket_, next_;                                    // lists of numbers
  std::vector<std::uint32_t> path_;                                             // of evaluate
};

}  // namespace

std::vector<std::uint32_t> immediate_dominators(const Adjacency& out, const Adjacency& in, std::uint32_t first_root) {
  return LengauerTarjan(out, in, first_root).run();
}

}  // namespace cordon::model
