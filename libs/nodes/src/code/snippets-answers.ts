/** What a model answers, judged and named, in both languages. */
export const NODE_ANSWERS = {
  judge: `
/** Accuracy on examples that were not learned from; every answer goes to a file. */
async function judge(name, model, x, list, labels) {
  const answers = model.predict(x, { batchSize: 32 }).arraySync();
  const rows = list.map((example, index) => {
    const answer = labels[answers[index].indexOf(Math.max(...answers[index]))];
    return { ...example, answer, probabilities: answers[index] };
  });
  await writeFile(\`\${name}.json\`, JSON.stringify(rows, null, 1));
  const right = rows.filter(({ answer, label }) => answer === label).length;
  console.log(\`\${name}: accuracy \${(right / rows.length).toFixed(4)} (\${right} of \${rows.length})\`);
}`,
  'name-examples': `
/** A table (CSV) with the likeliest labels of every example and their probabilities. */
async function nameExamples(name, model, x, list, labels, most) {
  const answers = model.predict(x, { batchSize: 32 }).arraySync();
  const ranks = Array.from({ length: most }, (_, rank) => [\`label \${rank + 1}\`, \`p \${rank + 1}\`]);
  const rows = list.map(({ file, text, label }, index) => {
    const order = labels.map((_, at) => at).sort((a, b) => answers[index][b] - answers[index][a]);
    const top = order.slice(0, most).flatMap((at) => [labels[at], answers[index][at].toFixed(6)]);
    return [file ?? text, label, ...top];
  });
  const quote = (cell) => (/[",\\r\\n]/.test(cell) ? \`"\${cell.replaceAll('"', '""')}"\` : cell);
  const table = [['example', 'class', ...ranks.flat()], ...rows];
  await writeFile(\`\${name}.csv\`, table.map((row) => row.map(quote).join(',') + '\\r\\n').join(''));
}`,
} as const;

export const KERAS_ANSWERS = {
  judge: `
def judge(name, model, x, list_of_examples, labels):
    """Accuracy on examples that were not learned from; every answer goes to a file."""
    answers = model.predict(x, batch_size=32, verbose=0)
    rows = [
        {**example, "answer": labels[int(np.argmax(answer))], "probabilities": answer.tolist()}
        for example, answer in zip(list_of_examples, answers)
    ]
    with open(f"{name}.json", "w", encoding="utf-8") as file:
        json.dump(rows, file, indent=1)
    right = sum(row["answer"] == row["label"] for row in rows)
    print(f"{name}: accuracy {right / len(rows):.4f} ({right} of {len(rows)})")`,
  'name-examples': `
def name_examples(name, model, x, list_of_examples, labels, most):
    """A table (CSV) with the likeliest labels of every example and their probabilities."""
    answers = model.predict(x, batch_size=32, verbose=0)
    ranks = [word for rank in range(most) for word in (f"label {rank + 1}", f"p {rank + 1}")]
    with open(f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["example", "class", *ranks])
        for example, answer in zip(list_of_examples, answers):
            top = np.argsort(-answer, kind="stable")[:most]
            guesses = [cell for place in top for cell in (labels[place], f"{answer[place]:.6f}")]
            table.writerow([example.get("file", example.get("text")), example["label"], *guesses])`,
} as const;
