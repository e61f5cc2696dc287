(() => {
  "use strict";
  // Rows are steps of half pixels from one month to the next; a stop has five, from the lowest up.
  const rowsOf = (text) => text.split(";").map((row) => {
    let height = 0;
    return row.split(" ").map((step) => (height += Number(step)) / 2);
  });
  const trail = (places, row, first) =>
    row.map((height, at) => (at ? "L" : first) + places[at] + " " + height).join("");
  const back = (places, row) =>
    row.map((height, at) => "L" + places[at] + " " + height).reverse().join("");
  for (const lever of document.querySelectorAll(".lever")) {
    const data = JSON.parse(lever.querySelector("script").textContent);
    const slider = lever.querySelector("input");
    const said = lever.querySelector("output");
    const charts = [...lever.querySelectorAll("svg")].map((svg, at) => ({
      outer: svg.querySelector(".outer"),
      inner: svg.querySelector(".inner"),
      line: svg.querySelector(".line"),
      about: svg.querySelector("desc"),
      places: data.charts[at].places,
      stops: data.charts[at].stops.map(rowsOf),
      told: data.charts[at].told,
      words: lever.querySelectorAll(".told")[at],
    }));
    const show = () => {
      const stop = Number(slider.value);
      slider.setAttribute("aria-valuetext", data.labels[stop]);
      said.textContent = data.said[stop];
      for (const chart of charts) {
        const [low, lower, middle, upper, high] = chart.stops[stop];
        chart.line.setAttribute("d", trail(chart.places, middle, "M"));
        if (chart.outer) {
          chart.outer.setAttribute("d", trail(chart.places, high, "M") + back(chart.places, low) + "Z");
          chart.inner.setAttribute("d", trail(chart.places, upper, "M") + back(chart.places, lower) + "Z");
        }
        chart.words.textContent = chart.told[stop];
        chart.about.textContent = data.said[stop] + " " + chart.told[stop];
      }
    };
    slider.disabled = false;
    slider.addEventListener("input", show);
    show();
  }
})();
