// SVG charts drawn by Vega.
import { writeFileSync } from 'node:fs'
import { parse, View } from 'vega'
import { compile } from 'vega-lite'

/** Writes a grouped bar chart. Rows have `group`, `name` and `value`. */
export async function writeBars(path, { title, unit, rows, names }) {
  const spec = {
    title,
    background: 'white',
    width: { step: 16 },
    height: 200,
    data: { values: rows },
    mark: 'bar',
    encoding: {
      x: { field: 'group', type: 'nominal', sort: null, title: null, axis: { labelAngle: 0 } },
      xOffset: { field: 'name', sort: names },
      y: { field: 'value', type: 'quantitative', title: unit },
      color: { field: 'name', type: 'nominal', sort: names, title: null },
    },
  }
  const view = new View(parse(compile(spec).spec), { renderer: 'none' })
  writeFileSync(path, await view.toSVG())
}

/** Writes a line chart. Rows have `x`, `name` and `value`. */
export async function writeLines(path, { title, unit, xTitle, rows }) {
  const spec = {
    title,
    background: 'white',
    width: 480,
    height: 200,
    data: { values: rows },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'x', type: 'quantitative', title: xTitle },
      y: { field: 'value', type: 'quantitative', title: unit },
      color: { field: 'name', type: 'nominal', title: null },
    },
  }
  const view = new View(parse(compile(spec).spec), { renderer: 'none' })
  writeFileSync(path, await view.toSVG())
}
