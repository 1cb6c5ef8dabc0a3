export default function Home() {
  return <main>Setrum</main>
}
