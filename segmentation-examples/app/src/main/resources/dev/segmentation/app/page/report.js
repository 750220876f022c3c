(function () {
  'use strict';

  const data = JSON.parse(document.getElementById('report-data').textContent);
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const tip = document.getElementById('tip');
  const COLORS = 10;
  const FONT = 12;
  const BOLD = 1.15; // how much wider
  const LARGE = 1e15; // from here on, nobody counts the digits

  // The library keeps widths of texts in an object, which has "constructor" and the like without a text being measured.
  Object.defineProperty(Object.prototype, '_map', {configurable: true, set(map) {
    const empty = Object.getPrototypeOf(map) === Object.prototype && Object.keys(map).length === 0;
    Object.defineProperty(this, '_map', {value: empty ? Object.create(null) : map, writable: true, configurable: true, enumerable: true});
  }});

  let chosen = -1;
  let colors = {};

  // ---- what all charts share

  function readColors() {
    const style = getComputedStyle(root);
    const read = name => style.getPropertyValue('--' + name).trim();
    colors = {};
    for (const name of ['page', 'card', 'line', 'text', 'quiet', 'shade', 'ok-band', 'watch-band', 'refresh-band',
      'heat-low', 'heat-high', 'good', 'bad']) {
      colors[name] = read(name);
    }
    colors.segments = Array.from({length: COLORS}, (unused, i) => read('c' + i));
  }

  function color(segment) {
    return segment < 0 ? colors.quiet : colors.segments[segment % COLORS];
  }

  // Ten segments have a color each; the ten after them have the same ones, hollow and dashed.
  function isRing(segment) {
    return segment >= 0 && Math.floor(segment / COLORS) % 2 === 1;
  }

  function inside(segment) {
    return isRing(segment) ? colors.page : color(segment);
  }

  function dash(segment) {
    return isRing(segment) ? 'dashed' : 'solid';
  }

  function mark(segment, alpha) {
    return {color: inside(segment), borderColor: color(segment), borderWidth: isRing(segment) ? 2 : 0, opacity: alpha};
  }

  function isFaded(segment) {
    return chosen >= 0 && segment !== chosen && segment >= 0;
  }

  function opacity(segment) {
    return isFaded(segment) ? 0.18 : 1;
  }

  const digits = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});
  const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});

  function written(unit) {
    return value => unit === 'percent' ? digits.format(100 * value) + ' %'
      : short(value);
  }

  function short(value) {
    return Math.abs(value) >= LARGE ? value.toExponential(3) : Math.abs(value) >= 10000 ? compact.format(value)
      : digits.format(value);
  }

  // What a tip ends with where its number is rounded.
  function exactly(shown, value, times) {
    return Number.isFinite(value) && parseFloat(shown.replaceAll(',', '')) !== times * value ? '\nexactly ' + value : '';
  }

  function text(extra) {
    return Object.assign({color: colors.text, fontSize: FONT, fontFamily: 'system-ui, sans-serif'}, extra);
  }

  const pen = document.createElement('canvas').getContext('2d');

  // By font, so that it takes no time when ECharts asks: where that takes long, it takes every letter for as wide as an "a".
  const measured = new Map();

  function measure(string, font) {
    pen.font = font;
    if (!measured.has(font)) {
      const ascii = Array.from({length: 128}, (unused, code) => String.fromCharCode(code));
      measured.set(font, new Map(ascii.map(letter => [letter, {width: pen.measureText(letter).width}])));
    }
    return measured.get(font).get(string) || {width: pen.measureText(string).width};
  }

  echarts.setPlatformAPI({measureText: measure});

  function lines(label, width) {
    pen.font = FONT + 'px system-ui, sans-serif';
    return Math.max(1, Math.ceil(1.1 * pen.measureText(label).width / Math.max(40, width)));
  }

  function labelAxis(labels, width, extra) {
    return Object.assign({
      type: 'category', data: labels.map((unused, i) => String(i)), inverse: true, axisTick: {show: false},
      axisLine: {lineStyle: {color: colors.line}},
      axisLabel: text({width: width, overflow: 'break', lineHeight: 14, interval: 0,
        formatter: value => labels[Number(value)]})
    }, extra);
  }

  function valueAxis(unit, extra) {
    return Object.assign({
      type: 'value', splitNumber: 4, axisLabel: text({hideOverlap: true, formatter: written(unit)}),
      splitLine: {lineStyle: {color: colors.shade}}, axisLine: {show: false}
    }, extra);
  }

  function line(x1, y1, x2, y2, stroke, width, alpha, dashes) {
    return {type: 'line', shape: {x1, y1, x2, y2}, silent: true,
      style: {stroke, lineWidth: width, opacity: alpha, lineDash: dashes === 'dashed' ? [5, 4] : null}};
  }

  // Panels side by side as the width allows: one grid, one pair of axes and one title each.
  function panels(groups, width, labelsOf, axisHeight, narrowest) {
    const across = Math.max(1, Math.min(groups.length, Math.floor(width / narrowest)));
    const each = width / across;
    const labelWidth = Math.min(180, Math.round(each * 0.36));
    const heights = groups.map(group => {
      const labels = labelsOf(group);
      return labels ? labels.length * Math.max(26, ...labels.map(label => 14 * lines(label, labelWidth) + 8)) : axisHeight;
    });
    const grids = [];
    const titles = [];
    let top = 0;
    for (let row = 0; row * across < groups.length; row++) {
      const here = groups.slice(row * across, (row + 1) * across);
      const tallest = Math.max(...heights.slice(row * across, (row + 1) * across));
      const titled = here.some(group => group.title);
      const titleLines = titled ? Math.max(...here.map(group => lines(group.title || '', (each - 30) / BOLD))) : 0;
      const titleHeight = titled ? 16 * titleLines + 10 : 6;
      here.forEach((group, column) => {
        const left = column * each;
        grids.push({left: left + (labelsOf(group) ? labelWidth + 14 : 52), top: top + titleHeight,
          width: each - (labelsOf(group) ? labelWidth + 40 : 76), height: heights[row * across + column]});
        titles.push({text: group.title || '', left: left + 4, top: top, padding: 2,
          textStyle: text({fontWeight: 'bold', width: each - 30, overflow: 'break', lineHeight: 16})});
      });
      top += titleHeight + tallest + 34;
    }
    return {grids, titles, labelWidth, height: top};
  }

  // ---- one function per kind of chart: from its data to an option of ECharts and a height

  const kinds = {

    intervals(chart, width) {
      const layout = panels(chart.groups, width, group => group.rows.map(row => row.label), 0, chart.narrowest || 340);
      const option = {title: layout.titles, grid: layout.grids, xAxis: [], yAxis: [], series: []};
      chart.groups.forEach((group, g) => {
        const ends = group.rows.flatMap(row => [row.v, row.lo, row.hi]).filter(Number.isFinite);
        const marks = [chart.reference, chart.second, group.reference].filter(Number.isFinite);
        const all = ends.concat(marks.length ? marks : [0]); // without a line to compare with, from nothing
        const low = Math.min(...all), high = Math.max(...all);
        const pad = (high - low || 1) * 0.06;
        option.xAxis.push(valueAxis(chart.unit, {gridIndex: g, min: low < 0 || low - pad >= 0 && low > 0 ? low - pad : 0,
          max: high + pad, axisLabel: text({hideOverlap: true, showMinLabel: false, showMaxLabel: false,
            formatter: written(chart.unit)})}));
        option.yAxis.push(labelAxis(group.rows.map(row => row.label), layout.labelWidth, {gridIndex: g}));
        option.series.push({
          type: 'custom', xAxisIndex: g, yAxisIndex: g, clip: true,
          data: group.rows.map((row, i) => ({value: [Number.isFinite(row.v) ? row.v : Number.isFinite(row.hi) ? row.hi : NaN, i], row})),
          renderItem(params, api) {
            const row = group.rows[params.dataIndex];
            const bare = !Number.isFinite(row.v); // only an interval is told, or nothing
            if (bare && !(Number.isFinite(row.lo) && Number.isFinite(row.hi))) {
              return null;
            }
            const at = api.coord([bare ? row.hi : row.v, params.dataIndex]);
            const box = params.coordSys;
            const from = Number.isFinite(row.lo) ? api.coord([row.lo, 0])[0] : box.x;
            const to = Number.isFinite(row.hi) ? api.coord([row.hi, 0])[0] : box.x + box.width;
            const alpha = opacity(row.s);
            const interval = Number.isFinite(row.lo) || Number.isFinite(row.hi) ? [
              line(from, at[1], to, at[1], color(row.s), 3, alpha, dash(row.s)),
              line(from, at[1] - 5, from, at[1] + 5, color(row.s), 2, alpha),
              line(to, at[1] - 5, to, at[1] + 5, color(row.s), 2, alpha)] : [];
            return {type: 'group', children: interval.concat(bare ? [] : [
              {type: 'circle', shape: {cx: at[0], cy: at[1], r: 6}, style: {fill: inside(row.s),
                stroke: isRing(row.s) ? color(row.s) : colors.page, lineWidth: isRing(row.s) ? 2.5 : 1.5, opacity: alpha}}])};
          },
          markLine: {silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: colors.quiet, type: 'dashed'},
            data: marks.map(value => ({xAxis: value}))}
        });
      });
      return {option, height: layout.height};
    },

    boxes(chart, width) {
      const layout = panels(chart.groups, width, group => group.rows.map(row => row.label), 0, 340);
      const option = {title: layout.titles, grid: layout.grids, xAxis: [], yAxis: [], series: []};
      chart.groups.forEach((group, g) => {
        option.xAxis.push(valueAxis('number', {gridIndex: g, scale: true}));
        option.yAxis.push(labelAxis(group.rows.map(row => row.label), layout.labelWidth, {gridIndex: g}));
        option.series.push({
          type: 'custom', xAxisIndex: g, yAxisIndex: g, encode: {x: [0, 1, 2, 3, 4], y: 5},
          data: group.rows.map((row, i) => ({value: row.q.map(value => value === null ? NaN : value).concat(i), row})),
          renderItem(params, api) {
            const row = group.rows[params.dataIndex];
            const has = i => Number.isFinite(row.q[i]);
            const x = row.q.map(value => api.coord([value, params.dataIndex])[0]);
            const y = api.coord([0, params.dataIndex])[1];
            const fill = color(row.s);
            const alpha = opacity(row.s);
            const children = [];
            if (has(0) && has(4)) {
              children.push(line(x[0], y, x[4], y, fill, 1.5, alpha, dash(row.s)), line(x[0], y - 5, x[0], y + 5, fill, 1.5, alpha),
                line(x[4], y - 5, x[4], y + 5, fill, 1.5, alpha));
            }
            if (has(1) && has(3)) {
              children.push({type: 'rect', shape: {x: x[1], y: y - 8, width: Math.max(1, x[3] - x[1]), height: 16},
                style: isRing(row.s) ? {fill: colors.page, stroke: fill, lineWidth: 2.5, opacity: alpha}
                  : {fill, opacity: alpha}});
            }
            if (has(2)) {
              children.push(line(x[2], y - 8, x[2], y + 8, colors.page, 3, alpha),
                line(x[2], y - 8, x[2], y + 8, colors.text, 1.2, alpha));
            }
            return {type: 'group', children};
          }
        });
      });
      return {option, height: layout.height};
    },

    histograms(chart, width) {
      const layout = panels(chart.groups, width, () => null, 190, 340);
      const option = {title: layout.titles, grid: layout.grids, xAxis: [], yAxis: [], series: []};
      chart.groups.forEach((group, g) => {
        const bins = group.edges.length + 1;
        const names = Array.from({length: bins}, (unused, i) => i === 0 ? (bins === 1 ? 'all' : 'below ' + short(group.edges[0]))
          : i === bins - 1 ? 'from ' + short(group.edges[i - 1]) : short(group.edges[i - 1]) + ' to ' + short(group.edges[i]));
        option.xAxis.push({type: 'category', gridIndex: g, data: names.map((unused, i) => String(i)), boundaryGap: true,
          axisTick: {show: false}, axisLine: {lineStyle: {color: colors.line}},
          axisLabel: text({hideOverlap: true, formatter: i => Number(i) === 0 ? '' : short(group.edges[Number(i) - 1])})});
        option.yAxis.push(valueAxis('percent', {gridIndex: g, max: value => Math.min(1, 1.05 * value.max),
          axisLabel: text({hideOverlap: true, showMaxLabel: false, formatter: written('percent')})}));
        group.series.forEach(series => option.series.push({
          type: 'line', step: 'middle', xAxisIndex: g, yAxisIndex: g, symbol: 'circle', symbolSize: 5, showAllSymbol: true,
          connectNulls: false,
          lineStyle: {color: color(series.s), width: chosen === series.s ? 3.5 : 2, type: dash(series.s), opacity: opacity(series.s)},
          itemStyle: mark(series.s, opacity(series.s)), z: chosen === series.s ? 5 : 2,
          data: series.shares.map((share, i) => ({value: share === null ? '-' : share, row: {s: series.s,
            tip: series.label + ', ' + names[i] + ': ' + written('percent')(share) + exactly(written('percent')(share), share, 100)}}))
        }));
      });
      return {option, height: layout.height};
    },

    lines(chart, width) {
      const unit = chart.unit === 'amount' ? 'number' : chart.unit;
      const exact = new Intl.NumberFormat('en', {maximumFractionDigits: chart.unit === 'amount' ? 2 : 0,
        minimumFractionDigits: chart.unit === 'amount' ? 2 : 0});
      const told = value => Math.abs(value) >= LARGE ? value.toExponential(3) : exact.format(value);
      return {height: 340, option: {
        grid: {left: 64, right: 24, top: 16, bottom: 40},
        xAxis: {type: 'category', data: chart.dates.map((unused, i) => String(i)), axisLine: {lineStyle: {color: colors.line}},
          axisLabel: text({hideOverlap: true, formatter: i => chart.dates[Number(i)]})},
        yAxis: valueAxis(unit),
        series: chart.series.map(series => ({
          type: 'line', symbolSize: 9, showAllSymbol: true, connectNulls: false, z: chosen === series.s ? 5 : 2,
          symbol: ['circle', 'rect', 'triangle', 'diamond'][Math.max(0, series.s) % 4],
          lineStyle: {color: color(series.s), width: chosen === series.s ? 4 : 2.5, type: dash(series.s), opacity: opacity(series.s)},
          itemStyle: mark(series.s, opacity(series.s)),
          data: series.values.map((value, i) => ({value: value === null ? '-' : value, row: {s: series.s,
            tip: series.label + ', ' + chart.dates[i] + ': ' + told(value) + exactly(told(value), value, 1)}}))
        }))
      }};
    },

    sankey(chart, width) {
      const used = new Set(chart.links.flatMap(link => [link.a, link.b]));
      const rank = node => node.s < 0 ? chart.nodes.length : node.s;
      const nodes = chart.nodes.filter(node => used.has(node.id)).sort((a, b) => a.depth - b.depth || rank(a) - rank(b));
      const perDepth = {};
      nodes.forEach(node => { perDepth[node.depth] = (perDepth[node.depth] || 0) + 1; });
      const deepest = Math.max(...nodes.map(node => node.depth));
      const most = Math.max(...Object.values(perDepth));
      const roomy = width >= 150 * (deepest + 1);
      const beside = roomy ? 156 : 96; // for the names beside the last date
      const column = (width - beside - 4) / Math.max(1, deepest);
      const labelWidth = roomy ? Math.min(130, column - 24) : 80;
      const needed = Math.max(...nodes.map(node => lines(node.label, labelWidth)));
      const gap = Math.max(14, 13 * (needed > 2 ? needed + 1 : needed)); // so that no name is over another; words break early
      const segments = new Map(nodes.map(node => [node.id, node.s]));
      const touches = link => chosen < 0 || segments.get(link.a) === chosen || segments.get(link.b) === chosen
        || segments.get(link.a) < 0 && segments.get(link.b) < 0;
      return {height: Math.max(300, (32 + gap) * most + 60), option: {
        graphic: chart.dates.map((date, i) => ({type: 'text', top: 2, left: 4 + i * column,
          style: {text: roomy || i === 0 || i === deepest ? date : '', fill: colors.quiet, fontSize: FONT}, silent: true})),
        series: [{
          type: 'sankey', left: 4, right: beside, top: 28, bottom: 8, nodeGap: gap, nodeWidth: 14, draggable: false,
          layoutIterations: 0, emphasis: {focus: 'none'},
          label: text({width: labelWidth, overflow: 'break', lineHeight: 13, fontSize: 11}),
          data: nodes.map(node => ({name: node.id, depth: node.depth, label: node.label, row: {s: node.s, tip: node.label},
            itemStyle: mark(node.s, opacity(node.s))})).map(node => {
              const shown = node.label;
              return Object.assign(node, {label: {show: roomy || node.depth === deepest, formatter: () => shown}});
            }),
          links: chart.links.map(link => ({source: link.a, target: link.b, value: link.v, row: {s: segments.get(link.a),
            tip: link.tip}, lineStyle: {color: color(segments.get(link.a)), opacity: touches(link) ? 0.42 : 0.06, curveness: 0.5}}))
        }]
      }};
    },

    heat(chart, width) {
      const labelWidth = Math.min(190, Math.round(width * 0.34));
      const cellWidth = (width - labelWidth - 30) / chart.columns.length;
      const named = chart.columns.every(column => lines(column.label, cellWidth - 8) <= 2);
      const labels = chart.rows.map((row, i) => named ? row.label : (i + 1) + ' \u00b7 ' + row.label);
      const rowHeight = Math.max(34, ...labels.map(label => 14 * lines(label, labelWidth) + 8));
      const roomy = cellWidth >= 56;
      const values = chart.cells.map(cell => cell.v).filter(Number.isFinite);
      return {height: rowHeight * labels.length + 60, option: {
        grid: {left: labelWidth + 14, right: 12, top: 44, bottom: 8},
        xAxis: {type: 'category', position: 'top', data: chart.columns.map((unused, i) => String(i)), axisTick: {show: false},
          axisLine: {show: false}, axisLabel: text({interval: 0, width: cellWidth - 8, overflow: 'break', lineHeight: 14,
            formatter: i => named ? chart.columns[Number(i)].label : 'to ' + (Number(i) + 1)})},
        yAxis: labelAxis(labels, labelWidth, {axisLine: {show: false}}),
        visualMap: {show: false, min: 0, max: Math.max(0.01, ...values), dimension: 2,
          inRange: {color: [colors['heat-low'], colors['heat-high']]}},
        series: [{
          type: 'heatmap', itemStyle: {borderColor: colors.page, borderWidth: 2}, emphasis: {disabled: true},
          data: chart.cells.map(cell => {
            const known = Number.isFinite(cell.v);
            const strong = known && cell.v > 0.55 * Math.max(...values);
            const row = chart.rows[cell.row].s, column = chart.columns[cell.column].s;
            const off = chosen >= 0 && row !== chosen && column !== chosen;
            return {value: [cell.column, cell.row, known ? cell.v : 0], visualMap: known, row: {s: row, tip: cell.tip},
              itemStyle: Object.assign({opacity: off ? 0.25 : 1}, known ? {} : {color: colors.page}), // hidden is not 0
              label: {show: true, fontSize: roomy ? 12 : 10, color: strong && !off ? colors.page : colors.text,
                formatter: () => known ? (roomy ? cell.text : String(Math.round(100 * cell.v)))
                  : roomy ? cell.text : '\u2013'}};
          })
        }]
      }};
    },

    waterfall(chart, width) {
      const group = chart.groups.find(one => one.s === chosen) || chart.groups[0];
      const labels = group.steps.map(step => step.label);
      const labelWidth = Math.min(160, Math.round(width * 0.36));
      const bars = [];
      let level = 0;
      group.steps.forEach(step => {
        const from = step.total ? 0 : level;
        level = step.total ? step.v : level + step.v;
        bars.push({from, to: level});
      });
      const ends = bars.flatMap(bar => [bar.from, bar.to]);
      return {height: 34 * labels.length + 76, option: {
        title: {text: group.label, left: 4, top: 0, textStyle: text({fontWeight: 'bold', width: width - 20, overflow: 'truncate'})},
        grid: {left: labelWidth + 14, right: 24, top: 30, bottom: 34},
        xAxis: valueAxis('number', {min: Math.min(0, ...ends), max: Math.max(...ends) * 1.02,
          axisLabel: text({hideOverlap: true, showMaxLabel: false, formatter: written('number')})}),
        yAxis: labelAxis(labels, labelWidth),
        series: [{
          type: 'custom', encode: {x: [0, 1], y: 2},
          data: bars.map((bar, i) => ({value: [bar.from, bar.to, i], row: {s: -1, tip: group.steps[i].tip}})),
          renderItem(params, api) {
            const bar = bars[params.dataIndex];
            const step = group.steps[params.dataIndex];
            const a = api.coord([bar.from, params.dataIndex]);
            const b = api.coord([bar.to, params.dataIndex]);
            const fill = step.total ? (group.s < 0 ? colors.quiet : color(group.s)) : step.v < 0 ? colors.bad : colors.good;
            const children = [{type: 'rect', shape: {x: Math.min(a[0], b[0]), y: a[1] - 10, height: 20,
              width: Math.max(1.5, Math.abs(b[0] - a[0]))},
              style: step.total && isRing(group.s) ? {fill: colors.page, stroke: fill, lineWidth: 2.5} : {fill}}];
            if (params.dataIndex < bars.length - 1) {
              const next = api.coord([bar.to, params.dataIndex + 1]);
              children.push(line(b[0], a[1] + 10, next[0], next[1] - 10, colors.quiet, 1, 1));
            }
            return {type: 'group', children};
          }
        }]
      }};
    },

    bands(chart, width) {
      const labels = chart.rows.map(row => row.label);
      const labelWidth = Math.min(240, Math.round(width * 0.42));
      const heights = labels.map(label => Math.max(28, 14 * lines(label, labelWidth) + 8));
      const values = chart.rows.map(row => Math.abs(row.v)).filter(Number.isFinite);
      const end = Math.min(4, Math.max(1.5, 1.1 * Math.max(1, ...values)));
      return {height: Math.max(...heights) * labels.length + 50, option: {
        grid: {left: labelWidth + 14, right: 24, top: 8, bottom: 34},
        xAxis: valueAxis('percent', {min: 0, max: end, axisLabel: text({hideOverlap: true, formatter: value => Math.round(100 * value) + ' %'})}),
        yAxis: labelAxis(labels, labelWidth),
        series: [{
          type: 'custom', encode: {x: 0, y: 1}, clip: true,
          data: chart.rows.map((row, i) => ({value: [Number.isFinite(row.v) ? Math.min(end, Math.abs(row.v)) : 0, i], row: {s: -1, tip: row.tip}})),
          renderItem(params, api) {
            const row = chart.rows[params.dataIndex];
            const x = value => api.coord([Math.min(end, value), params.dataIndex])[0];
            const y = api.coord([0, params.dataIndex])[1];
            const rect = (from, to, fill) => ({type: 'rect', silent: true,
              shape: {x: x(from), y: y - 9, width: x(to) - x(from), height: 18}, style: {fill: colors[fill]}});
            const watch = Number.isFinite(row.watch) ? row.watch : 1;
            const children = [rect(0, watch, 'ok-band'), rect(watch, 1, 'watch-band'), rect(1, end, 'refresh-band')];
            if (Number.isFinite(row.v)) {
              const beyond = Math.abs(row.v) > end;
              children.push(beyond
                ? {type: 'polygon', shape: {points: [[x(end) - 14, y - 7], [x(end), y], [x(end) - 14, y + 7]]}, style: {fill: colors.text}}
                : {type: 'circle', shape: {cx: x(Math.abs(row.v)), cy: y, r: 6}, style: {fill: colors.text, stroke: colors.page, lineWidth: 1.5}});
            }
            return {type: 'group', children};
          }
        }]
      }};
    },

    curves(chart, width) {
      const layout = panels(chart.groups, width, () => null, 130, 260);
      const option = {title: layout.titles, grid: layout.grids, xAxis: [], yAxis: [], series: []};
      chart.groups.forEach((group, g) => {
        option.xAxis.push({type: 'value', gridIndex: g, minInterval: 1, min: 'dataMin', max: 'dataMax', splitLine: {show: false},
          axisLine: {lineStyle: {color: colors.line}}, axisLabel: text({hideOverlap: true})});
        option.yAxis.push(valueAxis('number', {gridIndex: g, scale: true, splitNumber: 3}));
        const drawn = group.points.filter(point => Number.isFinite(point.v));
        option.series.push({type: 'line', xAxisIndex: g, yAxisIndex: g, symbol: 'circle', showAllSymbol: true,
          symbolSize: (value, params) => drawn[params.dataIndex].x === group.pick ? 13 : 7,
          lineStyle: {color: colors.quiet, width: 2}, // of no segment
          data: drawn.map(point => ({value: [point.x, point.v], row: {s: -1, tip: point.tip},
            itemStyle: point.x === group.pick ? {color: colors.page, borderColor: colors.text, borderWidth: 4} : {color: colors.text}}))});
        option.series.push({type: 'custom', xAxisIndex: g, yAxisIndex: g, silent: true, encode: {x: 0, y: [1, 2]},
          data: drawn.filter(point => Number.isFinite(point.lo) && Number.isFinite(point.hi)).map(point => [point.x, point.lo, point.hi]),
          renderItem(params, api) {
            const low = api.coord([api.value(0), api.value(1)]);
            const high = api.coord([api.value(0), api.value(2)]);
            return line(low[0], low[1], high[0], high[1], colors.quiet, 2, 0.6);
          }});
      });
      return {option, height: layout.height};
    }
  };

  // ---- drawing

  const PAPER = 680; // pixels that A4 and Letter have between margins, two panels side by side
  let onPaper = false;
  const places = Array.from(document.querySelectorAll('[data-chart]')).filter(place => data.charts[place.dataset.chart]);

  function draw(place) {
    const chart = data.charts[place.dataset.chart];
    const width = onPaper ? PAPER : place.clientWidth || place.parentElement.clientWidth;
    const made = kinds[chart.kind](chart, width);
    let inner = place.firstElementChild;
    if (!inner) {
      inner = document.createElement('div');
      place.appendChild(inner);
    }
    const size = {width: Math.round(width), height: Math.round(made.height)};
    inner.style.width = size.width + 'px';
    inner.style.height = size.height + 'px';
    let picture = echarts.getInstanceByDom(inner);
    if (picture) {
      picture.resize(size);
    } else {
      picture = echarts.init(inner, null, Object.assign({renderer: 'canvas'}, size));
      picture.on('mouseover', event => show(event.data && event.data.row));
      picture.on('mouseout', hide);
      picture.on('globalout', hide);
      picture.on('click', event => {
        if (event.data && event.data.row && event.data.row.s >= 0) {
          choose(event.data.row.s === chosen ? -1 : event.data.row.s);
        }
      });
      picture.getZr().on('mousemove', event => move(event.event));
    }
    picture.setOption(Object.assign({animation: false, backgroundColor: 'transparent'}, made.option), true);
    place.dataset.width = String(width);
  }

  function drawAll() {
    readColors();
    places.forEach(draw);
    document.querySelectorAll('[data-color]').forEach(swatch => {
      const segment = Number(swatch.dataset.color);
      swatch.style.backgroundColor = isRing(segment) ? 'transparent' : color(segment);
      swatch.style.borderColor = color(segment);
      swatch.classList.toggle('ring', isRing(segment));
    });
  }

  // ---- the exact value under the pointer

  function show(row) {
    if (row && row.tip) {
      tip.textContent = row.tip;
      tip.hidden = false;
    }
  }

  function hide() {
    tip.hidden = true;
  }

  function move(event) {
    const x = event.clientX, y = event.clientY;
    tip.style.left = Math.max(4, Math.min(x + 14, window.innerWidth - tip.offsetWidth - 8)) + 'px';
    tip.style.top = (y + tip.offsetHeight + 24 > window.innerHeight ? y - tip.offsetHeight - 12 : y + 16) + 'px';
  }

  // ---- choosing a segment, which all charts, cards and tables follow

  function choose(segment) {
    chosen = segment;
    document.querySelectorAll('[data-choose]').forEach(button =>
      button.setAttribute('aria-pressed', String(Number(button.dataset.choose) === chosen)));
    document.querySelectorAll('[data-segment]').forEach(place => {
      const own = Number(place.dataset.segment);
      place.classList.toggle('chosen', chosen >= 0 && own === chosen);
      place.classList.toggle('faded', isFaded(own));
    });
    places.forEach(draw);
  }

  document.querySelectorAll('[data-choose]').forEach(button =>
    button.addEventListener('click', () => choose(Number(button.dataset.choose))));

  // ---- light, dark, paper

  const themeButton = document.getElementById('theme');

  function setTheme(theme) {
    root.dataset.theme = theme;
    themeButton.textContent = theme === 'dark' ? 'Light' : 'Dark';
    drawAll();
  }

  themeButton.addEventListener('click', () => setTheme(root.dataset.theme === 'dark' ? 'light' : 'dark'));
  dark.addEventListener('change', () => setTheme(dark.matches ? 'dark' : 'light'));
  let beforePaper = 'light';
  window.addEventListener('beforeprint', () => {
    beforePaper = root.dataset.theme;
    onPaper = true;
    setTheme('light');
  });
  window.addEventListener('afterprint', () => {
    onPaper = false;
    setTheme(beforePaper);
  });

  document.querySelectorAll('[data-scripted]').forEach(place => { place.hidden = false; });
  setTheme(dark.matches ? 'dark' : 'light');
  new ResizeObserver(() => places.forEach(place => {
    if (place.clientWidth > 0 && String(place.clientWidth) !== place.dataset.width) {
      draw(place);
    }
  })).observe(document.querySelector('main'));
}());
