/** Draws charts from the tables of the page: there is one source of numbers, and without this file the tables say it all. */
import './chart.umd.min.js';

const { Chart } = globalThis;
const RATINGS = ['UNA', 'MBA', 'MBA-D', 'UA', 'unrated'];
const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
const LEGEND = { position: 'top', align: 'start', labels: { boxWidth: 14, boxHeight: 14, padding: 12 } };
const MOST_GROUPS = 10;
let drawn = [];

draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('beforeprint', () => drawn.forEach((chart) => chart.resize()));

function draw() {
  drawn.forEach((chart) => chart.destroy());
  Chart.defaults.animation = isStill ? false : { duration: 300 };
  Chart.defaults.color = colour('--text');
  Chart.defaults.borderColor = colour('--line');
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 13;
  const kinds = { months: drawMonths, groups: drawGroups, funnel: drawFunnel };
  drawn = [...document.querySelectorAll('figure[data-chart]')].flatMap((figure) => {
    const table = document.getElementById(figure.dataset.table);
    if (table?.tagName !== 'TABLE') return [];
    figure.hidden = false;
    return [kinds[figure.dataset.chart](figure, read(table))];
  });
}

/** A colour as the style sheet means it in this light. */
function colour(name) {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** Rows as objects by column: a number where the cell has one, else its text. */
function read(table) {
  const columns = [...table.tHead.rows[0].cells].map(({ dataset }) => dataset.column);
  return [...table.tBodies[0].rows].map((row) => Object.fromEntries([...row.cells].map((cell, index) => {
    const { value, of } = cell.dataset;
    return [columns[index], index === 0 || value === undefined ? cell.textContent.trim() : of === undefined ? Number(value) : { share: value === '' ? undefined : Number(value), of: Number(of) }];
  })));
}

function titlesOf(figure) {
  return Object.fromEntries([...document.getElementById(figure.dataset.table).tHead.rows[0].cells].map(({ dataset, textContent }) => [dataset.column, textContent]));
}

/** Hatching tells the panel's disagreement and missing ratings apart where colours cannot. */
function fill(rating) {
  const ground = colour(`--${rating.toLowerCase()}`);
  if (rating !== 'MBA-D' && rating !== 'unrated') return ground;
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  pen.fillStyle = ground;
  pen.fillRect(0, 0, 8, 8);
  pen.strokeStyle = colour(rating === 'unrated' ? '--ground' : '--mba');
  pen.lineWidth = 2;
  pen.beginPath();
  for (const shift of [-8, 0, 8]) { pen.moveTo(shift, 8); pen.lineTo(shift + 8, 0); }
  pen.stroke();
  return pen.createPattern(tile, 'repeat');
}

function stacks(figure, rows) {
  const titles = titlesOf(figure);
  return RATINGS.map((rating) => ({ label: titles[rating], data: rows.map((row) => row[rating]), backgroundColor: fill(rating), stack: 'orders', order: 2 })).filter(({ data }) => data.some((count) => count > 0));
}


function drawMonths(figure, rows) {
  const line = {
    type: 'line', label: 'Share usually not appropriate (right)', yAxisID: 'share', order: 1, data: rows.map(({ notAppropriate }) => (notAppropriate.share === undefined ? null : notAppropriate.share * 100)),
    borderColor: colour('--text'), backgroundColor: colour('--ground'), borderWidth: 2, pointRadius: 4, pointBorderWidth: 2, tension: 0,
  };
  return new Chart(figure.querySelector('canvas'), {
    type: 'bar', data: { labels: rows.map(({ month }) => month), datasets: [...stacks(figure, rows), line] },
    options: {
      maintainAspectRatio: false, interaction: { mode: 'index' }, plugins: { legend: LEGEND, tooltip: { callbacks: { label: ({ dataset, parsed }) => `${dataset.label}: ${dataset.yAxisID === 'share' ? `${Math.round(parsed.y)} %` : parsed.y}` } } },
      scales: {
        x: { stacked: true, grid: { display: false } }, y: { stacked: true, beginAtZero: true, title: { display: true, text: 'Orders' }, ticks: { precision: 0 } },
        share: { position: 'right', min: 0, max: 100, grid: { drawOnChartArea: false }, title: { display: true, text: '%' } },
      },
    },
  });
}

function shorten(text, most) {
  return (text.length > most ? `${text.slice(0, most - 1)}…` : text);
}

function drawGroups(figure, all) {
  const rows = all.slice(0, MOST_GROUPS);
  const first = Object.keys(rows[0])[0];
  const most = figure.clientWidth > 700 ? 60 : 18;
  figure.style.height = `${rows.length * 2 + 6}rem`;
  return new Chart(figure.querySelector('canvas'), {
    type: 'bar', data: { labels: rows.map((row) => shorten(row[first], most)), datasets: stacks(figure, rows) },
    options: {
      indexAxis: 'y', maintainAspectRatio: false, interaction: { mode: 'index', axis: 'y' }, plugins: { legend: LEGEND },
      scales: { x: { stacked: true, beginAtZero: true, title: { display: true, text: 'Orders' }, ticks: { precision: 0 } }, y: { stacked: true, grid: { display: false } } },
    },
  });
}

function drawFunnel(figure, rows) {
  const percent = (text) => Number.parseFloat(text);
  const limits = read(document.getElementById('limits')).map((row) => ({ of: Number(row.of.replaceAll(',', '')), ...Object.fromEntries(['low998', 'low95', 'high95', 'high998'].map((id) => [id, percent(row[id])])) }));
  const line = (id, label, dash) => ({ type: 'line', label, data: limits.map((limit) => ({ x: limit.of, y: limit[id] })), borderColor: colour(id.endsWith('998') ? '--text' : '--quiet'), borderDash: dash, borderWidth: 1.5, pointRadius: 0, pointStyle: 'line', tension: 0.3, order: 2 });
  const points = rows.map((row) => ({ x: row.rated, y: row.notAppropriate.share * 100, who: row.requester, where: row.position }));
  const group = (label, is, tint, shape, radius) => ({ type: 'scatter', label, data: points.filter(({ where }) => is(where)), backgroundColor: colour(tint), borderColor: colour('--ground'), borderWidth: 1, pointStyle: shape, pointRadius: radius, pointHoverRadius: radius + 2, order: 1 });
  const overall = points.reduce((sum, { x, y }) => sum + x * y, 0) / points.reduce((sum, { x }) => sum + x, 0);
  return new Chart(figure.querySelector('canvas'), {
    type: 'scatter',
    data: {
      datasets: [
        group('Above the 99.8 % limit', (where) => where.startsWith('Above the 99.8'), '--una', 'triangle', 9), group('Below the 99.8 % limit', (where) => where.startsWith('Below the 99.8'), '--ua', 'rectRot', 8), group('Within', (where) => !where.includes('99.8'), '--accent', 'circle', 5),
        line('high998', '99.8 % limits (solid)', []), line('low998', 'hidden', []), line('high95', '95 % limits (dashed)', [5, 4]), line('low95', 'hidden', [5, 4]),
        { type: 'line', label: 'Share of those compared', data: limits.map(({ of }) => ({ x: of, y: overall })), borderColor: colour('--quiet'), borderWidth: 1, borderDash: [1, 3], pointStyle: 'line', pointRadius: 0, order: 3 },
      ],
    },
    options: {
      maintainAspectRatio: false,
      plugins: { legend: { ...LEGEND, labels: { ...LEGEND.labels, usePointStyle: true, filter: ({ text }) => text !== 'hidden' } }, tooltip: { filter: ({ raw }) => raw.who !== undefined, callbacks: { label: ({ raw }) => `${raw.who}: ${Math.round(raw.y)} % of ${raw.x} rated orders. ${raw.where}` } } },
      scales: { x: { type: 'linear', beginAtZero: false, title: { display: true, text: 'Rated orders' } }, y: { min: 0, max: 100, title: { display: true, text: '% usually not appropriate, not taken back' } } },
    },
  });
}
