#include "model/adjacency.h"

#include <algorithm>

namespace cordon::model {
namespace {

template <class From, class To>
Adjacency adjacency(const Inventory& inventory, From from, To to) {
  Adjacency out;
  out.first.assign(inventory.node_count() + 1, 0);
  for (const Edge& edge : inventory.edges) ++out.first[from(edge) + 1];
  for (std::size_t i = 1; i < out.first.size(); ++i) out.first[i] += out.first[i - 1];
  out.nodes.resize(inventory.edges.size());
  std::vector<std::uint32_t> fill(out.first.begin(), out.first.end() - 1);
  for (const Edge& edge : inventory.edges) out.nodes[fill[from(edge)]++] = to(edge);
  for (std::uint32_t node = 0; node < inventory.node_count(); ++node)
    std::sort(out.nodes.begin() + out.first[node], out.nodes.begin() + out.first[node + 1]);
  return out;
}

std::uint32_t from_of(const Edge& edge) { return edge.from; }
std::uint32_t to_of(const Edge& edge) { return edge.to; }

}  // namespace

Adjacency outgoing(const Inventory& inventory) { return adjacency(inventory, from_of, to_of); }
Adjacency incoming(const Inventory& inventory) { return adjacency(inventory, to_of, from_of); }

}  // namespace cordon::model
