// What npm itself reads from a lockfile: the tree of Arborist's loadVirtual, as locations. Offline.
//
//   node arborist.mjs FOLDER                     {"components": [location...], "edges": [[from, to]...]}
//   node arborist.mjs --batch                    folders on stdin, one a line; an answer a line, {"error"} where npm refuses
//
// Arborist is found in $CORDON_ARBORIST (its package folder), else in npm as `npm root -g` finds it.
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const require = createRequire(import.meta.url)
const home = process.env.CORDON_ARBORIST ||
  join(execFileSync('npm', ['root', '-g'], { encoding: 'utf8' }).trim(), 'npm/node_modules/@npmcli/arborist')
const Arborist = require(home)

const read = async folder => {
  const tree = await new Arborist({ path: folder, offline: true }).loadVirtual()
  const components = []
  const edges = []
  for (const node of tree.inventory.values()) {
    if (node !== tree) components.push(node.location)
    for (const edge of node.edgesOut.values()) {
      if (edge.to) edges.push([node.location, edge.to.location])
    }
  }
  return { components, edges }
}

if (process.argv[2] === '--batch') {
  for await (const folder of createInterface({ input: process.stdin })) {
    const answer = await read(folder).catch(error => ({ error: String(error.code || ''), message: String(error.message) }))
    process.stdout.write(JSON.stringify(answer) + '\n')
  }
} else {
  process.stdout.write(JSON.stringify(await read(process.argv[2])) + '\n')
}
