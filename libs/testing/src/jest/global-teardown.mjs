export default async function finishTests() {}
