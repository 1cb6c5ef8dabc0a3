'use client'

// Loaded after the page. A dynamic import of the package itself would load all of its charts.
import '@mantine/charts/styles.layer.css'

export { BarChart, PieChart } from '@mantine/charts'
